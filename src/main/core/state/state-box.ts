// The one state: built when somebody looks, told to listeners soon after it changed, many changes at once as one.
import type { AppState } from '../../../shared/state.ts';
import { Paced } from '../paced.ts';
import type { Clock } from '../ports.ts';
import type { Observable } from '../types.ts';

/** Changes within so many milliseconds are told as one. */
const coalesceMs = 30;

export class StateBox implements Observable<AppState> {
  private readonly build: () => AppState;
  private readonly listeners = new Set<(state: AppState) => void>();
  private readonly telling: Paced;
  private current: AppState | null = null;

  constructor(build: () => AppState, clock: Clock) {
    this.build = build;
    this.telling = new Paced({ clock, delayMs: coalesceMs, work: () => this.tell() });
  }

  get(): AppState {
    this.current ??= this.build();
    return this.current;
  }

  subscribe(listener: (state: AppState) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Something that the state is built from has changed. */
  changed(): void {
    this.current = null;
    if (this.listeners.size > 0) this.telling.want();
  }

  close(): void {
    this.telling.cancel();
    this.listeners.clear();
  }

  private tell(): void {
    const state = this.get();
    for (const listener of this.listeners) listener(state);
  }
}
