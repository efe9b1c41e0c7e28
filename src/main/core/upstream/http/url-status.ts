// The status of a server behind a URL: what was last seen of it on the wire, as there is no process to look at.
import { toErrorView, type ErrorView } from '../../../../shared/errors.ts';
import type { ServerStatus } from '../../../../shared/state.ts';
import type { Clock } from '../../ports.ts';
import { Breaker } from '../breaker.ts';
import type { Handshake, UpstreamStatus } from '../types.ts';
import { UrlWatch, type UrlWatchOptions } from './url-watch.ts';

export type UrlStatusOptions = Omit<UrlWatchOptions, 'retryAt'>;

export class UrlStatus {
  /** The newest. */
  handshake: Handshake | null = null;
  readonly breaker: Breaker;
  private readonly clock: Clock;
  private readonly onChange: () => void;
  private readonly watch: UrlWatch;
  private status: ServerStatus = 'stopped';
  private problem: ErrorView | null = null;
  private lastSeenAt: number | null = null;
  private startedAt: number | null = null;

  constructor(options: UrlStatusOptions) {
    const { clock, onChange } = options;
    this.clock = clock;
    this.onChange = onChange;
    this.breaker = new Breaker({ clock, onChange });
    this.watch = new UrlWatch({ ...options, retryAt: () => this.breaker.retryAt });
  }

  get state(): ServerStatus {
    return this.status;
  }

  /** It answered something. */
  seen(): void {
    this.lastSeenAt = this.clock.now();
    this.watch.heard();
  }

  starting(): void {
    this.breaker.reset();
    this.become('starting', null);
  }

  ready(): void {
    if (this.status !== 'ready') this.watch.ready();
    this.startedAt ??= this.clock.now();
    this.become('ready', null);
  }

  failed(error: unknown): void {
    this.startedAt = null;
    this.become('failed', toErrorView(error));
    this.watch.failed();
  }

  /** On purpose. */
  stopped(): void {
    this.startedAt = null;
    this.watch.rest();
    this.breaker.reset();
    this.become('stopped', null);
  }

  view(inFlight: number): UpstreamStatus {
    const { status, problem, startedAt, lastSeenAt, handshake } = this;
    const { retryAt, circuit } = this.breaker;
    const { silentSince } = this.watch;
    const seen = { status, problem, startedAt, lastSeenAt, silentSince, handshake };
    return { pids: [], restarts: 0, retryAt, circuit, inFlight, ...seen };
  }

  private become(status: ServerStatus, problem: ErrorView | null): void {
    this.status = status;
    this.problem = problem;
    this.onChange();
  }
}
