// Writes sessions.journal: what comes in one turn shares one write, a file that has grown too long is written anew from
// what is still true. A disk that cannot be written to is told of once, and costs nobody more than what it would have kept.
import type { Clock, Logger } from '../ports.ts';
import { describeFileTrouble } from '../system-error.ts';
import type { JournalFile } from './journal-file.ts';
import { journalText } from './session-lines.ts';

export interface SessionJournalOptions {
  readonly file: JournalFile;
  /** The lines that say all that is true now. */
  readonly lines: () => Iterable<string>;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Waiting {
  readonly line: string;
  readonly resolve: () => void;
}

/** The file is written anew when it has grown by so many bytes, or by twice what was needed the last time. */
const leastGrowthBytes = 256 * 1024;
/** Pause between attempts at a disk that cannot be written to, in milliseconds. */
const pauseMs = 5000;

export class SessionJournal {
  private readonly options: SessionJournalOptions;
  private waiting: Waiting[] = [];
  private isWanted = false;
  private isWriting = false;
  private writing: Promise<void> = Promise.resolve();
  /** What is in the file does not count, or is not known to be whole. */
  private isStale = true;
  private neededBytes = 0;
  private grownBytes = 0;
  private isBroken = false;
  /** Between two attempts at a broken disk. A timer ends it, not a look at the clock: timers may come a little early. */
  private isPausing = false;
  private stopWaiting: () => void = () => undefined;

  constructor(options: SessionJournalOptions) {
    this.options = options;
  }

  /** Resolves when the line is in the file, or cannot be for the time being; it is tried again then. Never rejects. */
  write(line: string): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push({ line, resolve });
      this.run();
    });
  }

  /** Writes the whole file, soon. */
  renew(): void {
    this.isStale = true;
    this.run();
  }

  /** Resolves when all is written or has failed. The last call. */
  async close(): Promise<void> {
    this.stopWaiting();
    this.isPausing = false;
    this.run();
    await this.writing;
    this.stopWaiting();
    await this.options.file.close().catch(() => undefined);
  }

  private run(): void {
    this.isWanted = true;
    if (this.isWriting) return;
    this.isWriting = true;
    this.writing = this.writeAll();
  }

  private async writeAll(): Promise<void> {
    // What else happens in this turn goes into the same write.
    await Promise.resolve();
    while (this.isWanted) {
      this.isWanted = false;
      const batch = this.waiting;
      this.waiting = [];
      if (!this.isPausing) await this.attempt(batch);
      for (const { resolve } of batch) resolve();
    }
    this.isWriting = false;
  }

  private async attempt(batch: readonly Waiting[]): Promise<void> {
    const { file } = this.options;
    try {
      if (!this.isStale && batch.length > 0) {
        const text = batch.map(({ line }) => line).join('');
        await file.append(text);
        this.grownBytes += text.length;
      }
      if (this.isStale || this.grownBytes > Math.max(leastGrowthBytes, 2 * this.neededBytes))
        await this.replace();
      this.works();
    } catch (error) {
      this.failed(error);
    }
  }

  private async replace(): Promise<void> {
    // Lines that come from now on are written after it, whether it knows of them or not.
    const text = journalText(this.options.lines());
    await this.options.file.replace(text);
    this.isStale = false;
    this.neededBytes = text.length;
    this.grownBytes = 0;
  }

  private works(): void {
    const { file, logger } = this.options;
    if (this.isBroken) logger.info(`${file.path} can be written again; sessions are kept.`);
    this.isBroken = false;
    this.isPausing = false;
    this.stopWaiting();
  }

  private failed(error: unknown): void {
    const { file, clock, logger } = this.options;
    if (!this.isBroken) {
      const { reason, advice } = describeFileTrouble(error);
      const meaning = 'Sessions go on, but would not outlast a restart.';
      logger.error(`${file.path} could not be written: ${reason}. ${meaning} ${advice}`);
    }
    this.isStale = true;
    this.isBroken = true;
    this.isPausing = true;
    this.stopWaiting();
    this.stopWaiting = clock.after(pauseMs, () => {
      this.isPausing = false;
      this.run();
    });
  }
}
