// Messages for one child that are written together: each write wakes the child, and costs more than what is in it. What
// comes in one turn of the event loop goes at its end.
import { oneLine } from '../relay/wire/frames.ts';
import type { Clock } from '../ports.ts';
import type { Waiting } from './outbox.ts';

/**
 * So much is written together at most, in bytes: pipes take that as a whole or not at all, so that few messages are in
 * doubt when a child ends that does not read.
 */
const mostBytes = 4096;
const lineFeed = Buffer.from('\n');

export class Gathered {
  private readonly write: (together: readonly Waiting[], lines: Buffer) => void;
  private members: Waiting[] = [];
  private bytes = 0;
  private readonly clock: Pick<Clock, 'endOfTurn'>;
  private isInTurn = false;

  /** `write` gets the messages, and the same as lines without the last line end. */
  constructor(clock: Pick<Clock, 'endOfTurn'>, write: (together: readonly Waiting[], lines: Buffer) => void) {
    this.clock = clock;
    this.write = write;
  }

  /** Writes it at the end of this turn, or now where that is much. */
  add(waiting: Waiting): void {
    this.members.push(waiting);
    this.bytes += waiting.message.length + 1;
    if (this.clock.endOfTurn === undefined || this.bytes >= mostBytes / 2) {
      this.flush();
      return;
    }
    if (this.isInTurn) return;
    this.isInTurn = true;
    this.clock.endOfTurn(() => {
      this.isInTurn = false;
      this.flush();
    });
  }

  /** Takes out what is not written yet. */
  take(): readonly Waiting[] {
    const { members } = this;
    this.members = [];
    this.bytes = 0;
    return members;
  }

  /** Takes out one; false: it is not here. */
  remove(pending: Waiting['pending']): boolean {
    const index = this.members.findIndex((waiting) => waiting.pending === pending);
    const [removed] = index < 0 ? [] : this.members.splice(index, 1);
    if (removed === undefined) return false;
    this.bytes -= removed.message.length + 1;
    return true;
  }

  private flush(): void {
    const together = this.take();
    const first = together[0];
    if (first === undefined) return;
    const lines = [oneLine(first.message)];
    for (let index = 1; index < together.length; index++) {
      const { message } = together[index] ?? first;
      lines.push(lineFeed, oneLine(message));
    }
    this.write(together, lines.length === 1 && lines[0] !== undefined ? lines[0] : Buffer.concat(lines));
  }
}
