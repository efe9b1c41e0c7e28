// A legacy server, scripted, with the face that modern clients see, on a clock that stands still.
import { randomBytes } from 'node:crypto';
import { gatherMs } from '../../src/main/core/relay/modern/legacy-call.ts';
import { StateSeal } from '../../src/main/core/relay/modern/request-state.ts';
import { ModernFace } from '../../src/main/core/relay/modern/modern-face.ts';
import { fakeClock } from './fake-clock.ts';
import { recordingExchange, type ExchangeLog, type Json } from './listening-peer.ts';
import {
  claimMeta,
  modernRequest,
  scriptedLegacyServer,
  settled,
  type LegacyServerOptions,
} from './scripted-legacy-server.ts';

/** How long a parked call waits, in milliseconds. */
export const waitMs = 60_000;
/** How long a session that nobody uses is kept, in milliseconds. */
export const sessionIdleMs = 5 * 60_000;

export function modernFaceStage(options: LegacyServerOptions = {}) {
  const clock = fakeClock();
  const server = scriptedLegacyServer(options);
  const face = new ModernFace({
    name: 'box',
    connect: server.connect,
    clock,
    stateSeal: new StateSeal(randomBytes(32)),
    sessionIdleMs: () => sessionIdleMs,
    waitMs,
  });
  const send = async (id: unknown, method: string, params: Json = {}, meta: Json = claimMeta()) => {
    const { log, exchange } = recordingExchange();
    const underway = face.request(modernRequest(id, method, params, meta), exchange);
    await settled();
    return { log, underway };
  };
  /** Lets the questions that were asked reach the client. */
  const gathered = () => clock.advance(gatherMs);
  return { clock, server, face, send, gathered };
}

export const able = claimMeta({ elicitation: {}, roots: {}, sampling: {} });
export const form = { mode: 'form', message: 'Who?', requestedSchema: { type: 'object', properties: {} } };
export const resultOf = ({ answer }: ExchangeLog): Json => (answer?.['result'] ?? {}) as Json;
export const errorOf = ({ answer }: ExchangeLog): Json => (answer?.['error'] ?? {}) as Json;
