// All client sessions: made, found, put to rest when nobody uses them (S2.4), taken up again, ended when their client says
// so. What is kept of them while they rest, and over restarts, is the memory's (S4.3).
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../ports.ts';
import { defaultBounds, type Bounds } from '../bounds/bounds.ts';
import { AbsentSessions } from './absent-sessions.ts';
import { defaultStreamLimits, type StreamLimits } from './client-stream.ts';
import type { SessionIds } from './session-ids.ts';
import type { SessionMemory, SessionRecord } from './session-record.ts';
import { Session } from './session.ts';
import type { ClientInfo, Link, Peer } from './types.ts';

export interface SessionsOptions {
  readonly clock: Clock;
  readonly ids: SessionIds;
  readonly memory: SessionMemory;
  /** Read at each use, so that a changed configuration counts at once. */
  readonly limits: () => { readonly maxSessions: number; readonly idleMs: number };
  /** A session's way to its target: a server by name, or (null) all of them. */
  /** Default: as the configuration's defaults say. */
  readonly bounds?: Bounds;
  readonly connect: (target: string | null, peer: Peer) => Link;
  /** Whether a client has registered under this id, which is in use then. */
  readonly useRegistered: (id: string) => boolean;
  readonly onChange: () => void;
}

const sweepIntervalMs = 5000;
/** What one session may leave for its client to come back for, in bytes. */
const maxStreamBytes = 1024 * 1024;

/** A client that has not introduced itself. */
export const unknownClient: ClientInfo = {
  protocolVersion: '2025-03-26',
  capabilities: {},
  clientInfo: { name: 'unknown', version: '' },
};

export class Sessions {
  private readonly options: SessionsOptions;
  private readonly byId = new Map<string, Session>();
  private readonly absent: AbsentSessions;
  private readonly bounds: Bounds;
  private readonly streamLimits: StreamLimits;
  private readonly stopSweeping: () => void;

  constructor(options: SessionsOptions) {
    const { ids, memory, bounds = defaultBounds() } = options;
    this.options = options;
    this.bounds = bounds;
    this.streamLimits = streamLimits(bounds);
    this.absent = new AbsentSessions({ ids, wasEnded: (id) => memory.wasEnded(id) });
    this.stopSweeping = options.clock.every(sweepIntervalMs, () => this.sweep());
  }

  /** Of those that are in use. */
  get size(): number {
    return this.byId.size;
  }

  all(): Iterable<Session> {
    return this.byId.values();
  }

  /** One that ends with its client's connection. Throws AppError LIMIT_REACHED at gateway.maxSessions. */
  createPassing(target: string | null): Session {
    return this.open(fresh(this.options.ids.make(target), target), null);
  }

  /** The one in use of this id on this route; a session of another route is none here. */
  find(id: string, target: string | null): Session | undefined {
    const session = this.byId.get(id);
    if (session?.target !== target) return undefined;
    this.options.useRegistered(id);
    return session;
  }

  /**
   * The same; one that rests is taken up again, an id that was offered or registered becomes a session now: throws
   * AppError LIMIT_REACHED at gateway.maxSessions.
   */
  findOrAdmit(id: string, target: string | null): Session | undefined {
    if (this.byId.has(id)) return this.find(id, target);
    const record = this.options.memory.find(id);
    if (record !== undefined) return record.target === target ? this.wake(record) : undefined;
    const isWelcome = this.absent.admit(id, target) || this.options.useRegistered(id);
    return isWelcome ? this.openKept(fresh(id, target)) : undefined;
  }

  /** One for a client that opens its session with `initialize`, under the id it has registered, if that is free (S3.1). */
  create(registeredId: string | undefined, target: string | null): Session {
    const isFree =
      registeredId !== undefined && !this.byId.has(registeredId) && this.options.useRegistered(registeredId);
    const id = isFree ? registeredId : this.options.ids.make(target);
    return this.open(fresh(id, target), this.options.memory);
  }

  /** An id for a client whose session is gone; it works at once. */
  offer(lostId: string, target: string | null): string {
    return this.absent.offer(lostId, target);
  }

  /**
   * The client ends its session, whether it is in use or rests; resolves when it would stay so over a restart. Null when
   * there is none of this id on this route.
   */
  terminate(id: string, target: string | null): Promise<void> | null {
    const known = this.byId.get(id) ?? this.options.memory.find(id);
    return known?.target === target ? this.withdraw(id) : null;
  }

  /** The same on any route; it may be gone already. */
  withdraw(id: string): Promise<void> {
    const session = this.byId.get(id);
    if (session !== undefined) this.end(session);
    this.absent.forget(id);
    return this.options.memory.noteEnded(id);
  }

  /** Closes the session; its id is unknown from now on. What is in flight is answered with `error`. */
  end(session: Session, error = ended()): void {
    if (!this.byId.delete(session.id)) return;
    session.close(error);
    this.options.memory.forget(session.id);
    this.options.onChange();
  }

  /** These servers are no more: neither are the sessions on them alone. */
  endTargets(names: readonly string[]): void {
    for (const session of this.byId.values()) {
      if (session.target !== null && names.includes(session.target))
        this.end(session, removed(session.target));
    }
    this.options.memory.forgetTargets(names);
  }

  /** All rest; what is still in flight is answered with an error that says that it may be tried again. */
  close(): void {
    this.stopSweeping();
    for (const session of this.byId.values()) this.rest(session, stopping(), maxStreamBytes);
  }

  /** What waits for the client goes with it where no bytes of it are to be kept. */
  private rest(session: Session, error: AppError, keptBytes: number): void {
    this.byId.delete(session.id);
    session.rest(error, keptBytes);
    this.options.onChange();
  }

  private wake(record: SessionRecord): Session {
    const session = this.openKept(record);
    this.options.useRegistered(record.id);
    session.restore(record.lists);
    return session;
  }

  private openKept(record: SessionRecord): Session {
    const session = this.open(record, this.options.memory);
    session.begin();
    return session;
  }

  private open(record: SessionRecord, memory: SessionMemory | null): Session {
    const { maxSessions } = this.options.limits();
    if (this.byId.size >= maxSessions) {
      throw this.bounds.refusal('sessions', `There are ${maxSessions} sessions already.`, {
        instead: 'End sessions that are not needed',
        value: maxSessions,
      });
    }
    const session = new Session({
      record,
      memory,
      clock: this.options.clock,
      bounds: this.bounds,
      streamLimits: this.streamLimits,
      connect: (peer) => this.options.connect(record.target, peer),
    });
    this.byId.set(session.id, session);
    this.options.onChange();
    return session;
  }

  private sweep(): void {
    const { idleMs } = this.options.limits();
    const now = this.options.clock.monotonic();
    for (const session of this.byId.values()) {
      if (!session.isBusy && now - session.lastActivity >= idleMs) this.rest(session, ended(), 0);
    }
    this.options.memory.sweep();
  }
}

/** Read at each use. */
function streamLimits(bounds: Bounds): StreamLimits {
  return {
    ...defaultStreamLimits,
    get maxBytes() {
      return bounds.get('unreadBytes');
    },
    onLost: () => bounds.reached('unreadBytes', 'the oldest events that a client has not read are lost.'),
  };
}

function fresh(id: string, target: string | null): SessionRecord {
  const none = { lists: [], wishes: [], hasListened: false, restingSince: null, streams: null };
  return { id, target, client: unknownClient, ...none };
}

function ended(): AppError {
  return new AppError('SESSION_UNKNOWN', 'The session was ended before the answer came.');
}

function removed(server: string): AppError {
  return new AppError('SERVER_UNKNOWN', `The server "${server}" was removed.`, { details: { server } });
}

/** Why nothing is answered any more when Patchbay ends. */
export function stopping(): AppError {
  return new AppError('GATEWAY_STOPPING', 'Patchbay is stopping.', {
    expected: 'Try again when it runs again.',
    details: { retryable: true },
  });
}
