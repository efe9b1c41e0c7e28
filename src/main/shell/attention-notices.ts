// When a person is notified, and of what: once of each thing that needs them, never again while it stands, and not at once
// again when it comes back, nor because the program was started anew. What stands on the screen is taken back when it is done.
import { attentionId, attentionIn, type Attention } from './attention.ts';
import type { ShellMessages } from './messages/messages.ts';
import { noticeOf, noticeOfMany, type Notice } from './notices.ts';
import { isDue, type Told, type ToldMemory } from './told-memory.ts';
import type { AppState } from '../../shared/state.ts';
import type { Clock } from '../core/ports.ts';
import type { Observable } from '../core/types.ts';

/** Something that shows notifications. */
export interface NoticeBoard {
  /** Returns what takes it off the screen again. */
  show(notice: Notice): () => void;
}

export interface AttentionNoticesOptions {
  readonly state: Observable<AppState>;
  readonly clock: Clock;
  readonly board: NoticeBoard;
  readonly memory: ToldMemory;
  readonly words: () => ShellMessages;
  /** Whether the person wants notifications. */
  readonly isWanted: (state: AppState) => boolean;
  /** Whether the person looks at the window anyway. */
  readonly isWindowInFront: () => boolean;
}

/** What is gone again by then was nothing for a person; what comes together is told together. */
const settleMs = 3000;
/** More at once become one notification. */
const mostAtOnce = 3;

export class AttentionNotices {
  private readonly options: AttentionNoticesOptions;
  private readonly told: Map<string, Told>;
  /** What this run has told of. */
  private readonly toldNow = new Set<string>();
  private readonly shown = new Map<string, () => void>();
  private standing: ReadonlySet<string> = new Set();
  private cancelSettling: (() => void) | null = null;
  private readonly unsubscribe: () => void;

  constructor(options: AttentionNoticesOptions) {
    this.options = options;
    this.told = new Map(options.memory.load());
    this.unsubscribe = options.state.subscribe((state) => this.see(state));
    this.see(options.state.get());
  }

  /** The person has just been told of this in another way. */
  noteTold(id: string): void {
    this.remember([id]);
  }

  close(): void {
    this.unsubscribe();
    this.cancelSettling?.();
    this.cancelSettling = null;
  }

  private see(state: AppState): void {
    // Before and after the gateway runs nothing is known; what stood may stand again.
    if (state.gateway.status !== 'listening') return;
    const { clock } = this.options;
    const now = clock.now();
    const standing = new Set(attentionIn(state).map(attentionId));
    const gone = [...this.told].filter(([id, { goneAt }]) => goneAt === null && !standing.has(id));
    for (const [id, told] of gone) this.told.set(id, { ...told, goneAt: now });
    if (gone.length > 0) this.save();
    for (const [id, takeBack] of this.shown) {
      if (standing.has(id)) continue;
      takeBack();
      this.shown.delete(id);
    }
    this.standing = standing;
    if ([...standing].some((id) => this.isDue(id, now)))
      this.cancelSettling ??= clock.after(settleMs, () => this.settled());
  }

  private settled(): void {
    this.cancelSettling = null;
    const { state, clock, board, words, isWanted, isWindowInFront } = this.options;
    const now = clock.now();
    const current = state.get();
    const due = attentionIn(current).filter((attention) => {
      const id = attentionId(attention);
      return this.standing.has(id) && this.isDue(id, now);
    });
    this.remember(due.map(attentionId));
    if (due.length === 0 || !isWanted(current) || isWindowInFront()) return;
    if (due.length > mostAtOnce) {
      board.show(noticeOfMany(due, words()));
      return;
    }
    for (const attention of due) this.show(attention);
  }

  private isDue(id: string, now: number): boolean {
    const told = this.told.get(id);
    const hasStoodSince = told?.goneAt === null && this.toldNow.has(id);
    return !hasStoodSince && isDue(told, now);
  }

  private show(attention: Attention): void {
    const { board, words } = this.options;
    this.shown.set(attentionId(attention), board.show(noticeOf(attention, words())));
  }

  private remember(ids: readonly string[]): void {
    if (ids.length === 0) return;
    const toldAt = this.options.clock.now();
    for (const id of ids) {
      this.told.set(id, { toldAt, goneAt: null });
      this.toldNow.add(id);
    }
    this.save();
  }

  private save(): void {
    this.options.memory.save([...this.told]);
  }
}
