// All client sessions: made, found, put to rest when nobody uses them (S2.4), taken up again, ended when their client says
// so. What is kept of them while they rest, and over restarts, is the memory's (S4.3).
import type { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../ports.ts';
import { defaultBounds, type Bounds } from '../bounds/bounds.ts';
import { TransientMap } from '../transient.ts';
import type { Access } from './access.ts';
import { AbsentSessions } from './absent-sessions.ts';
import { defaultStreamLimits, type StreamLimits } from './client-stream.ts';
import { ended, removed, stopping } from './session-ends.ts';
import type { SessionIds } from './session-ids.ts';
import type { SessionMemory, SessionRecord } from './session-record.ts';
import { Session } from './session.ts';
import type { ClientInfo, Link, Peer } from './types.ts';

export { stopping } from './session-ends.ts';

export interface SessionsOptions {
  readonly clock: Clock;
  readonly ids: SessionIds;
  readonly memory: SessionMemory;
  /** Read at each use, so that a changed configuration counts at once. */
  readonly limits: () => { readonly maxSessions: number; readonly idleMs: number };
  /** A session's way to its target: a server by name, or (null) all of them. */
  /** Default: as the configuration's defaults say. */
  readonly bounds?: Bounds;
  readonly connect: (target: string | null, peer: Peer, access: Access) => Link;
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
  private readonly byId = new TransientMap<string, Session>();
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
  createPassing(target: string | null, access: Access): Session {
    return this.open(fresh(this.options.ids.make(target, access.owner), target, access), access, null);
  }

  /** The one in use of this id on this route; a session of another route, or of somebody else, is none here. */
  find(id: string, target: string | null, access: Access): Session | undefined {
    const session = this.byId.get(id);
    if (session?.target !== target || session.owner !== access.owner) return undefined;
    this.options.useRegistered(id);
    return session;
  }

  /**
   * The same; one that rests is taken up again, an id that was offered or registered becomes a session now: throws
   * AppError LIMIT_REACHED at gateway.maxSessions.
   */
  findOrAdmit(id: string, target: string | null, access: Access): Session | undefined {
    if (this.byId.has(id)) return this.find(id, target, access);
    const record = this.options.memory.find(id);
    if (record !== undefined)
      return record.target === target && record.owner === access.owner
        ? this.wake(record, access)
        : undefined;
    const isWelcome = this.absent.admit(id, target, access.owner) || this.options.useRegistered(id);
    return isWelcome ? this.openKept(fresh(id, target, access), access) : undefined;
  }

  /** One for a client that opens its session with `initialize`, under the id it has registered, if that is free (S3.1). */
  create(registeredId: string | undefined, target: string | null, access: Access): Session {
    const isFree =
      registeredId !== undefined &&
      this.isFree(registeredId, access) &&
      this.options.useRegistered(registeredId);
    const id = isFree ? registeredId : this.options.ids.make(target, access.owner);
    return this.open(fresh(id, target, access), access, this.options.memory);
  }

  /** An id for a client whose session is gone; it works at once. */
  offer(lostId: string, target: string | null, access: Access): string {
    return this.absent.offer(lostId, target, access.owner);
  }

  /**
   * The client ends its session, whether it is in use or rests; resolves when it would stay so over a restart. Null when
   * there is none of this id on this route.
   */
  terminate(id: string, target: string | null, access: Access): Promise<void> | null {
    const known = this.known(id);
    return known?.target === target && known.owner === access.owner ? this.withdraw(id, access) : null;
  }

  /** The same on any route; it may be gone already. One of somebody else stays. */
  async withdraw(id: string, access: Access): Promise<void> {
    const known = this.known(id);
    if (known !== undefined && known.owner !== access.owner) return;
    const session = this.byId.get(id);
    if (session !== undefined) this.end(session);
    this.absent.forget(id);
    await this.options.memory.noteEnded(id);
  }

  /** All in use of somebody who may not go on. Those that rest are nobody else's either. */
  endOwner(owner: string): void {
    for (const session of this.byId.values()) if (session.owner === owner) this.end(session);
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

  private known(id: string): { readonly target: string | null; readonly owner: string | null } | undefined {
    return this.byId.get(id) ?? this.options.memory.find(id);
  }

  /** A registered id is taken once somebody uses it; one that rests only its owner can open anew. */
  private isFree(id: string, access: Access): boolean {
    const resting = this.options.memory.find(id);
    return !this.byId.has(id) && (resting === undefined || resting.owner === access.owner);
  }

  private wake(record: SessionRecord, access: Access): Session {
    const session = this.openKept(record, access);
    this.options.useRegistered(record.id);
    session.restore(record.lists);
    return session;
  }

  private openKept(record: SessionRecord, access: Access): Session {
    const session = this.open(record, access, this.options.memory);
    session.begin();
    return session;
  }

  private open(record: SessionRecord, access: Access, memory: SessionMemory | null): Session {
    const { maxSessions } = this.options.limits();
    if (this.byId.size >= maxSessions) {
      throw this.bounds.refusal('sessions', `There are ${maxSessions} sessions already.`, {
        instead: 'End sessions that are not needed',
        value: maxSessions,
      });
    }
    this.requireShare(access);
    const session = new Session({
      record,
      access,
      memory,
      clock: this.options.clock,
      bounds: this.bounds,
      streamLimits: this.streamLimits,
      connect: (peer) => this.options.connect(record.target, peer, access),
    });
    this.byId.set(session.id, session);
    this.options.onChange();
    return session;
  }

  /** One token leaves room for others. Throws AppError LIMIT_REACHED at gateway.limits.maxSessionsPerToken. */
  private requireShare({ owner }: Access): void {
    const share = this.bounds.get('sessionsPerToken');
    // As long as there are fewer in all, nobody has so many.
    if (owner === null || this.byId.size < share) return;
    const own = [...this.byId.values()].filter((session) => session.owner === owner).length;
    if (own < share) return;
    throw this.bounds.refusal('sessionsPerToken', `This token has ${own} sessions already.`, {
      instead: 'End sessions that are not needed',
    });
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

const none = { lists: [], wishes: [], hasListened: false, restingSince: null, streams: null };

function fresh(id: string, target: string | null, { owner }: Access): SessionRecord {
  return { id, target, owner, client: unknownClient, ...none };
}
