// The status of a server behind a URL: what was last seen of it on the wire, as there is no process to look at.
import type { ErrorView } from '../../../../shared/errors.ts';
import type { ServerStatus } from '../../../../shared/state.ts';
import type { Clock } from '../../ports.ts';
import type { Handshake, UpstreamStatus } from '../types.ts';

export class UrlStatus {
  /** The newest. */
  handshake: Handshake | null = null;
  private readonly clock: Clock;
  private readonly onChange: () => void;
  private status: ServerStatus = 'stopped';
  private problem: ErrorView | null = null;
  private lastSeenAt: number | null = null;
  private startedAt: number | null = null;

  constructor(clock: Clock, onChange: () => void) {
    this.clock = clock;
    this.onChange = onChange;
  }

  get state(): ServerStatus {
    return this.status;
  }

  /** It answered something. */
  seen(): void {
    this.lastSeenAt = this.clock.now();
  }

  become(status: ServerStatus, problem: ErrorView | null): void {
    if (status === 'ready') this.startedAt ??= this.clock.now();
    else if (status !== 'starting') this.startedAt = null;
    this.status = status;
    this.problem = problem;
    this.onChange();
  }

  view(inFlight: number): UpstreamStatus {
    const { status, problem, startedAt, lastSeenAt, handshake } = this;
    const process = { pids: [], retryAt: null, restarts: 0, silentSince: null };
    return { ...process, status, problem, startedAt, lastSeenAt, inFlight, handshake };
  }
}
