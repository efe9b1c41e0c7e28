// All client sessions: made, found, ended when their client says so or has been silent for long (S2.4).
import { randomUUID } from 'node:crypto';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../ports.ts';
import { AbsentSessions } from './absent-sessions.ts';
import { Session } from './session.ts';
import type { ClientInfo, Link, Peer } from './types.ts';

export interface SessionsOptions {
  readonly clock: Clock;
  /** Read at each use, so that a changed configuration counts at once. */
  readonly limits: () => { readonly maxSessions: number; readonly idleMs: number };
  /** A session's way to its target: a server by name, or (null) all of them. */
  readonly connect: (target: string | null, peer: Peer) => Link;
  /** Whether a client has registered under this id, which is in use then. */
  readonly useRegistered: (id: string) => boolean;
  readonly onChange: () => void;
}

const sweepIntervalMs = 5000;

/** A client that has not introduced itself. */
export const unknownClient: ClientInfo = {
  protocolVersion: '2025-03-26',
  capabilities: {},
  clientInfo: { name: 'unknown', version: '' },
};

export class Sessions {
  private readonly options: SessionsOptions;
  private readonly byId = new Map<string, Session>();
  private readonly absent = new AbsentSessions();
  private readonly stopSweeping: () => void;

  constructor(options: SessionsOptions) {
    this.options = options;
    this.stopSweeping = options.clock.every(sweepIntervalMs, () => this.sweep());
  }

  get size(): number {
    return this.byId.size;
  }

  all(): Iterable<Session> {
    return this.byId.values();
  }

  /** Throws AppError LIMIT_REACHED at gateway.maxSessions. */
  create(target: string | null): Session {
    return this.open(randomUUID(), target);
  }

  /** The session of this id on this route; a session of another route is none here. */
  find(id: string, target: string | null): Session | undefined {
    const session = this.byId.get(id);
    if (session?.target !== target) return undefined;
    this.options.useRegistered(id);
    return session;
  }

  /**
   * The same; an id that was offered or registered becomes a session now: throws AppError LIMIT_REACHED at
   * gateway.maxSessions.
   */
  findOrAdmit(id: string, target: string | null): Session | undefined {
    if (this.byId.has(id)) return this.find(id, target);
    const isWelcome = this.absent.admit(id, target) || this.options.useRegistered(id);
    return isWelcome ? this.open(id, target) : undefined;
  }

  /** One for a client that opens its session with the id it has registered, if it has one that is not in use (S3.1). */
  createRegistered(id: string | undefined, target: string | null): Session {
    const isFree = id !== undefined && !this.byId.has(id) && this.options.useRegistered(id);
    return isFree ? this.open(id, target) : this.create(target);
  }

  /** An id for a client whose session is gone; it works at once. */
  offer(lostId: string, target: string | null): string {
    return this.absent.offer(lostId, target);
  }

  /** The client ends its session, for good. */
  terminate(session: Session): void {
    this.absent.noteEnded(session.id);
    this.end(session);
  }

  /** The same, for one that is known by its id only; it may be gone already. */
  withdraw(id: string): void {
    const session = this.byId.get(id);
    if (session !== undefined) this.terminate(session);
  }

  /** Closes the session; its id is unknown from now on. What is in flight is answered with `error`. */
  end(session: Session, error = ended()): void {
    if (!this.byId.delete(session.id)) return;
    session.close(error);
    this.options.onChange();
  }

  /** These servers are no more: neither are the sessions on them alone. */
  endTargets(names: readonly string[]): void {
    for (const session of this.byId.values()) {
      if (session.target !== null && names.includes(session.target))
        this.end(session, removed(session.target));
    }
  }

  /** Ends all; what is still in flight is answered with an error that says that it may be tried again. */
  close(): void {
    this.stopSweeping();
    for (const session of this.byId.values()) this.end(session, stopping());
  }

  private open(id: string, target: string | null): Session {
    const { maxSessions } = this.options.limits();
    if (this.byId.size >= maxSessions) {
      throw new AppError('LIMIT_REACHED', `There are ${maxSessions} sessions already.`, {
        expected: 'End sessions that are not needed, or raise gateway.maxSessions.',
      });
    }
    const session = new Session({
      id,
      target,
      client: unknownClient,
      clock: this.options.clock,
      connect: (peer) => this.options.connect(target, peer),
    });
    this.byId.set(session.id, session);
    this.options.onChange();
    return session;
  }

  private sweep(): void {
    const { idleMs } = this.options.limits();
    const now = this.options.clock.monotonic();
    for (const session of this.byId.values()) {
      if (!session.isBusy && now - session.lastActivity >= idleMs) this.end(session);
    }
  }
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
