// What is told of the gateway besides calls, as it is at the moment of looking.
import type { RegistrationState } from '../../../shared/registrations.ts';
import type { Circuit, ServerStatus } from '../../../shared/state.ts';

export interface ServerFacts {
  readonly name: string;
  readonly status: ServerStatus;
  readonly circuit: Circuit;
  readonly restarts: number;
  readonly sessions: number;
  /** Of requests and answers that wait for a child to take them. */
  readonly waitingBytes: number;
  readonly parkedCalls: number;
  /** It runs, and answers nothing. */
  readonly isSilent: boolean;
}

export interface GatewayFacts {
  readonly version: string;
  /** Epoch seconds. */
  readonly startedAt: number;
  readonly connections: number;
  /** Event streams that belong to no answer. */
  readonly streams: number;
  /** Subscriptions of modern clients among them. */
  readonly listenStreams: number;
  readonly sessions: number;
  /** Events kept for clients, taken or not. */
  readonly keptBytes: number;
  /** Calls that are kept for people to look at, and the bytes of their messages. */
  readonly recordedCalls: number;
  readonly recordedBytes: number;
  readonly servers: readonly ServerFacts[];
  /** Registered servers by the state of their lease; pending ones wait for approval. */
  readonly registered: ReadonlyMap<RegistrationState, number>;
  readonly registeredClients: number;
}
