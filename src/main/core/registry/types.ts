// The registry as the rest of the core sees it: who registered, how each is doing, what happened.
import type { Audit } from '../audit/audit.ts';
import type { Bounds } from '../bounds/bounds.ts';
import type { ErrorView } from '../../../shared/errors.ts';
import type { RegistrationState } from '../../../shared/registrations.ts';
import type { Clock, Logger } from '../ports.ts';
import type { ClientRecord, RegistrationRecord } from '../store/registration-records.ts';
import type { Announcement, ServerReference } from './announcement.ts';
import type { Store } from '../store/store.ts';
import type { Verdict } from './decisions.ts';
import type { ServerUrl } from './server-url.ts';

/** The `registration` section of the configuration, in milliseconds. Read at each use. */
export interface RegistrySettings {
  readonly isEnabled: boolean;
  readonly approval: 'auto' | 'manual';
  readonly heartbeatMs: number;
  readonly leaseMs: number;
  readonly forgetMs: number;
}

/**
 * Looks whether a server is alive, for one that does not report. Resolves when it is; rejects, saying why, when it is
 * not. Gives up when `signal` is aborted. Never asked of servers that are not approved.
 */
export type Probe = (server: RegistrationRecord, signal: AbortSignal) => Promise<void>;

/** A registered server at this moment. */
export interface RegisteredServer {
  readonly record: RegistrationRecord;
  readonly state: RegistrationState;
  /** Epoch milliseconds. */
  readonly lastHeartbeatAt: number | null;
  /** 0 when the lease is over. */
  readonly leaseLeftMs: number;
  /** Why it is stale or offline; null when all is well. */
  readonly problem: string | null;
  /** The same with its code. */
  readonly fault: ErrorView | null;
}

/** What became of a registration or a heartbeat. */
export interface Registered {
  readonly verdict: Verdict;
  readonly server: RegisteredServer;
}

/** A heartbeat: which server it is of, and its whole registration where the heartbeat carries one. */
export interface Report {
  readonly reference: ServerReference;
  readonly announcement: Announcement | null;
}

/** A registered client at this moment; `record.lastActivityAt` is current. */
export interface RegisteredClient {
  readonly record: ClientRecord;
  readonly name: string;
  readonly version: string;
}

/**
 * What happened, told on a later turn of the event loop, so that whoever registers has its answer before anybody calls
 * it. `key` may have gone on by then: look it up.
 */
export type RegistryEvent =
  | {
      readonly type: 'registered' | 'revived' | 'approved' | 'unregistered' | 'forgotten';
      readonly key: string;
    }
  | { readonly type: 'state'; readonly key: string; readonly state: RegistrationState };

/** What the servers' registry works with. */
export interface ServerRegistryOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly settings: () => RegistrySettings;
  readonly bounds: Bounds;
  readonly probe: Probe;
  readonly isOwnUrl: (url: ServerUrl) => boolean;
  /** What is wrong with a new id beside these and the configured names; null when nothing is. */
  readonly idFault?: (id: string, others: Iterable<string>) => string | null;
  readonly audit: Audit;
  readonly onEvent: (event: RegistryEvent) => void;
}
