// Which of several copies of a registered server gets a request of the modern era, which has no session to hold it
// (docs/decisions/0015).
import { keepNewest } from '../../relay/keep-newest.ts';
import type { Message } from '../../relay/wire/message.ts';
import type { ServerRuntime } from '../server-runtime.ts';
import { badness, chooseCopy, type Copy } from './copies.ts';
import { tieOfRequest, tiesOfAnswer } from './ties.ts';

/** Ties that are remembered; beyond it the oldest are forgotten. */
const mostTies = 10_000;

export class StatelessCopies {
  private readonly tied = new Map<string, ServerRuntime>();
  /** By id: the copy of the legacy era that modern clients use. What it keeps for them, it keeps in its sessions. */
  private readonly held = new Map<string, ServerRuntime>();
  private readonly usedAt = new WeakMap<ServerRuntime, number>();
  private uses = 0;

  /** Undefined when there is none but those that were tried. */
  choose(
    id: string,
    copies: readonly Copy[],
    message: Message,
    tried: ReadonlySet<ServerRuntime>,
  ): ServerRuntime | undefined {
    const tie = tieOfRequest(message);
    const owner = tie === null ? undefined : this.tied.get(tie);
    // What the others would answer is nothing to go by.
    const able = copies.some(({ runtime }) => runtime === owner)
      ? copies.filter(({ runtime }) => runtime === owner)
      : copies;
    const chosen = this.chooseAny(
      id,
      able.filter(({ runtime }) => !tried.has(runtime)),
    );
    if (chosen !== undefined) this.usedAt.set(chosen, ++this.uses);
    return chosen;
  }

  /** The copy gave this answer. */
  answered(copy: ServerRuntime, answer: Buffer): void {
    for (const tie of tiesOfAnswer(answer)) {
      // The newest stay longest.
      this.tied.delete(tie);
      this.tied.set(tie, copy);
    }
    keepNewest(this.tied, mostTies);
  }

  /** It is gone. */
  forget(copy: ServerRuntime): void {
    for (const ties of [this.tied, this.held])
      for (const [key, runtime] of ties) if (runtime === copy) ties.delete(key);
  }

  private chooseAny(id: string, copies: readonly Copy[]): ServerRuntime | undefined {
    const least = Math.min(...copies.map(badness));
    const best = copies.filter((copy) => badness(copy) === least);
    const modern = best.filter(({ runtime }) => runtime.status.handshake?.era === 'modern');
    if (modern.length > 0) return this.leastBusy(modern);
    const held = chooseCopy(best, this.held.get(id) ?? null);
    if (held !== undefined) this.held.set(id, held);
    return held;
  }

  /** Of those with the fewest requests in flight the one that was used the longest ago. */
  private leastBusy(copies: readonly Copy[]): ServerRuntime | undefined {
    const [first] = copies
      .map(({ runtime }) => runtime)
      .toSorted(
        (one, other) =>
          one.status.inFlight - other.status.inFlight ||
          (this.usedAt.get(one) ?? 0) - (this.usedAt.get(other) ?? 0),
      );
    return first;
  }
}
