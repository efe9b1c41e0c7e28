// The management contract: what window, tray, browser console and command line may ask of the core.
// Defined once; Electron's IPC and the console's HTTP carry it. A carrier checks inputs with these schemas;
// outputs are typed. Nothing here knows how a call travels.
import { z } from 'zod';
import type { AuditEntry } from './audit.ts';
import { answers, type CallDefinition } from './call-definition.ts';
import { playgroundCalls } from './calls-playground.ts';
import { pauseCalls } from './calls-pause.ts';
import { configurationCalls } from './calls-configuration.ts';
import { clientCalls } from './calls-clients.ts';
import { offerCalls } from './calls-offers.ts';
import { activityCalls } from './calls-activity.ts';
import { numbersCalls } from './calls-numbers.ts';
import { serverCalls } from './calls-servers.ts';
import { serverEntrySchema } from './config-schema.ts';
import type { ConsentView } from './consent.ts';
import type { PlaygroundNews } from './playground.ts';
import type { RegistrationView } from './registrations.ts';
import type { SecretName } from './secrets.ts';
import type { ToolReview } from './tool-changes.ts';
import type { AppState, LogLine, ServerView, ToolView } from './state.ts';
import {
  newTokenSchema,
  rotationSchema,
  type NewToken,
  type SecretRotation,
  type TokenView,
} from './tokens.ts';

export type { CallDefinition } from './call-definition.ts';

/** The server's CallToolResult as it came (MCP 2025-11-25, server/tools). */
export interface ToolCallOutcome {
  readonly isError: boolean;
  readonly result: unknown;
}

/** Of a configured server, or the key or id of a registered one. */
const name = z.string().min(1).max(80);
const serverRef = z.strictObject({ name });
const registrationRef = z.strictObject({ key: name });

/** Every call of the contract. */
export const calls = {
  ...configurationCalls,
  ...pauseCalls,
  ...clientCalls,
  ...offerCalls,
  ...numbersCalls,
  ...serverCalls,
  getState: answers<AppState>()(z.strictObject({})),
  startServer: answers<ServerView>()(serverRef),
  stopServer: answers<ServerView>()(serverRef),
  restartServer: answers<ServerView>()(serverRef),
  setServerEnabled: answers<ServerView>()(serverRef.extend({ enabled: z.boolean() })),
  /** What a person is to be shown before a server is added. */
  proposeServer: answers<ConsentView>()(serverRef.extend({ entry: serverEntrySchema })),
  /** With a command, `consent` is that of `proposeServer` for exactly this entry. */
  addServer: answers<ServerView>()(
    serverRef.extend({ entry: serverEntrySchema, consent: z.string().max(80).optional() }),
  ),
  /** Tools that are not as they were accepted. */
  reviewTools: answers<ToolReview>()(serverRef),
  /** Accepts a server's tools as they are now; answers with what was accepted. */
  acceptTools: answers<ToolReview>()(serverRef.extend({ digest: z.string().max(80) })),
  approveRegistration: answers<RegistrationView>()(registrationRef),
  removeRegistration: answers<{ readonly removed: string }>()(registrationRef),
  listTokens: answers<readonly TokenView[]>()(z.strictObject({})),
  /** The one time that a token itself is shown. */
  createToken: answers<NewToken>()(newTokenSchema),
  revokeToken: answers<{ readonly revoked: string }>()(z.strictObject({ id: z.string().min(1).max(80) })),
  rotateSecret: answers<SecretRotation>()(rotationSchema),
  listTools: answers<readonly ToolView[]>()(z.strictObject({ server: name.optional() })),
  callTool: answers<ToolCallOutcome>()(
    z.strictObject({
      server: name,
      tool: z.string().min(1).max(256),
      arguments: z.record(z.string(), z.unknown()).default({}),
    }),
  ),
  listSecrets: answers<readonly SecretName[]>()(z.strictObject({})),
  setSecret: answers<SecretName>()(z.strictObject({ name, value: z.string().min(1).max(65_536) })),
  removeSecret: answers<{ readonly removed: string }>()(z.strictObject({ name })),
  readAudit: answers<readonly AuditEntry[]>()(
    /** The newest so many. */
    z.strictObject({ limit: z.int().min(1).max(10_000).default(100) }),
  ),
  ...activityCalls,
  readLogs: answers<readonly LogLine[]>()(
    z.strictObject({
      /** A server's name or 'patchbay'; absent: all sources. */
      source: name.optional(),
      /** Only lines with a greater `seq`. */
      after: z.int().min(-1).default(-1),
      /** The newest so many. */
      limit: z.int().min(1).max(10_000).default(500),
    }),
  ),
  ...playgroundCalls,
} as const;

export type CallName = keyof typeof calls;
type Calls = typeof calls;
export type CallInput<Name extends CallName> = z.input<Calls[Name]['input']>;
export type CallParsed<Name extends CallName> = z.output<Calls[Name]['input']>;
export type CallOutput<Name extends CallName> =
  Calls[Name] extends CallDefinition<z.ZodType, infer Output> ? Output : never;

/** What is pushed: the full state after each change, new log lines in batches, and that a playground has something to read. */
export interface Events {
  readonly state: AppState;
  readonly logs: readonly LogLine[];
  readonly playground: PlaygroundNews;
}
export type EventName = keyof Events;

/** The contract from the core's side: inputs are already checked. */
export type Commands = {
  readonly [Name in CallName]: (input: CallParsed<Name>) => Promise<CallOutput<Name>>;
};

/** The contract from the caller's side, whatever carries it. Failures reject with AppError. */
export type PatchbayClient = {
  readonly [Name in CallName]: (input: CallInput<Name>) => Promise<CallOutput<Name>>;
} & {
  /**
   * Calls back with each event until the returned function is called.
   * `state` comes at once with the newest state, and again after each change or reconnection.
   */
  on<Name extends EventName>(event: Name, listener: (value: Events[Name]) => void): () => void;
};

/** All call names, for carriers that build one method per call. */
export const callNames = Object.keys(calls) as readonly CallName[];
