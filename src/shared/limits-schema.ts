// `gateway.limits` of config.json: how much of everything there may be at once. Only shapes and defaults.
import { z } from 'zod';

const count = z.int().min(1).max(1_000_000);
const bytes = z.int().min(1024).max(1_073_741_824);

export const limitsSchema = z.strictObject({
  maxConnections: count.default(10_000).describe('Connections of clients; more are answered 503.'),
  maxHeaderBytes: bytes.max(1_048_576).default(16_384).describe('Headers of one request; more are 431.'),
  maxSessionsPerToken: count.default(1000).describe('Sessions in use at once with one token.'),
  maxCallsPerSession: count.default(1000).describe('Requests of one session that wait for their answers.'),
  maxCallsPerServer: count.default(10_000).describe('Requests to one server that wait for their answers.'),
  maxStreamsPerSession: count.default(32).describe('Event streams that one session holds open with GET.'),
  maxListenStreams: count.default(1000).describe('Subscriptions of 2026-07-28 that are listened to at once.'),
  maxSubscriptionsPerSession: count.default(1000).describe('Resources that one session is subscribed to.'),
  maxQuestionsPerSession: count.default(256).describe('Questions of servers that one client left open.'),
  maxParkedCallsPerServer: count
    .default(1000)
    .describe('Calls that wait for a 2026-07-28 client to come back.'),
  maxBatchLength: count.default(100).describe('Messages in one batch of 2025-03-26.'),
  maxUnreadBytes: bytes
    .default(33_554_432)
    .describe('What waits for one client to read it, for each stream.'),
  maxWaitingBytes: bytes.default(67_108_864).describe('Requests that wait for one child to take them.'),
  maxSessionRecordBytes: bytes
    .default(262_144)
    .describe('What is kept of one session over restarts; a larger one begins anew.'),
});

export type LimitSettings = z.output<typeof limitsSchema>;
