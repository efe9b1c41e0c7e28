// Failures of servers since the program started, newest first, also of those that mended themselves meanwhile.
// Read off the states that come by; holds a few.
import type { ErrorView } from '../../shared/errors.ts';
import type { AppState, ServerView } from '../../shared/state.ts';
import { hasFailed } from './attention.ts';

export interface RecentFailure {
  readonly server: string;
  readonly problem: ErrorView;
  /** When it was seen; epoch milliseconds. */
  readonly time: number;
}

const kept = 8;

export class RecentFailures {
  private readonly now: () => number;
  private readonly known = new Map<string, { readonly failure: string | null; readonly restarts: number }>();
  private found: readonly RecentFailure[] = [];

  constructor(now: () => number) {
    this.now = now;
  }

  get all(): readonly RecentFailure[] {
    return this.found;
  }

  /** Takes in the newest state. */
  see({ servers }: AppState): void {
    for (const server of servers) {
      const { name, restarts, problem } = server;
      const before = this.known.get(name);
      const failure = failureOf(server);
      this.known.set(name, { failure, restarts });
      const isNew = failure !== null && failure !== before?.failure;
      const crashedAgain = before !== undefined && restarts > before.restarts;
      if ((isNew || crashedAgain) && problem !== null) this.note({ server: name, problem, time: this.now() });
    }
    const names = new Set(servers.map(({ name }) => name));
    for (const name of this.known.keys()) if (!names.has(name)) this.known.delete(name);
  }

  private note(failure: RecentFailure): void {
    this.found = [failure, ...this.found].slice(0, kept);
  }
}

/** Names the failure that a server stands in; null where it works. */
function failureOf(server: ServerView): string | null {
  const { enabled, status, problem, restarts } = server;
  if (hasFailed(server)) return `failed ${problem?.message ?? ''}`;
  return enabled && status === 'backing-off' ? `crashed ${restarts}` : null;
}
