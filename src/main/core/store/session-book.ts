// The sessions that clients may come back to, and whose tasks are, in sessions.journal: all of them in memory, each change
// of a session on disk before it counts as kept. Bounded in number, size and age. What a session is, is the relay's business.
import { defaultBounds, type Bounds } from '../bounds/bounds.ts';
import { join } from 'node:path';
import type { Clock, Logger } from '../ports.ts';
import { deferred } from '../deferred.ts';
import { keepNewest } from '../relay/keep-newest.ts';
import type { OwnedThings } from '../relay/owned-things.ts';
import type { SessionMemory, SessionRecord } from '../relay/session-record.ts';
import { describeFileTrouble } from '../system-error.ts';
import type { FileCalls } from './file-calls.ts';
import { journalFile, type JournalFile } from './journal-file.ts';
import { SessionJournal } from './session-journal.ts';
import { lineText, readJournal, type ReadJournal } from './session-lines.ts';

export interface SessionBookOptions {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly platform: NodeJS.Platform;
  /** Sessions that rest: so many, each for so long. Read at each use. */
  readonly limits: () => { readonly maxResting: number; readonly keepMs: number };
  /** Default: as the configuration's defaults say. */
  readonly bounds?: Bounds;
  readonly files?: FileCalls;
}

/** Undelivered events of all sessions together. */
const maxStreamsLength = 32 * 1024 * 1024;
/** Sessions that were ended by their clients, and must not come back. */
const maxEnded = 1000;
/** An answer does not wait longer for the disk, in milliseconds. */
const patienceMs = 2000;

interface Entry {
  readonly record: SessionRecord;
  /** Kept only where making it anew would take long. */
  readonly line: string | null;
  readonly streamsLength: number;
}

/** Reads the journal; one that is damaged is told of, kept under another name, and as much of it as can be read counts. */
export async function openSessionBook(options: SessionBookOptions): Promise<SessionBook> {
  const { dataDir, platform, files, clock, logger } = options;
  const path = join(dataDir, 'sessions.journal');
  const file = journalFile({ path, platform, ...(files === undefined ? {} : { files }) });
  return new SessionBook(options, file, await load(file, clock, logger));
}

export class SessionBook implements SessionMemory {
  /** Whose the tasks of servers are; each is on disk a moment after it is noted. */
  readonly ownedThings: OwnedThings;
  private readonly options: SessionBookOptions;
  private readonly entries = new Map<string, Entry>();
  private readonly ended: Set<string>;
  private readonly journal: SessionJournal;
  private streamsLength = 0;
  /** How many of the entries rest. */
  private resting = 0;
  private readonly bounds: Bounds;

  constructor(options: SessionBookOptions, file: JournalFile, found: ReadJournal) {
    const { clock, logger, bounds = defaultBounds() } = options;
    this.options = options;
    this.bounds = bounds;
    this.ended = new Set(found.ended);
    keepNewest(this.ended, maxEnded);
    this.ownedThings = found.ownedThings;
    this.ownedThings.onNoted = (ownership) => void this.journal.write(lineText(ownership));
    const now = clock.now();
    // Those that were in use when the last run ended have rested since then at the most.
    const records = [...found.records.values()].map((record) => ({
      ...record,
      restingSince: Math.min(record.restingSince ?? now, now),
    }));
    for (const record of records.toSorted((one, other) => one.restingSince - other.restingSince))
      this.put(record);
    this.journal = new SessionJournal({ file, lines: () => this.lines(), clock, logger });
    if (this.lines().next().done !== true) this.journal.renew();
  }

  find(id: string): SessionRecord | undefined {
    return this.entries.get(id)?.record;
  }

  async save(record: SessionRecord): Promise<void> {
    const line = this.put(record);
    this.trim();
    if (line !== null) await this.written(line);
  }

  forget(id: string): void {
    if (this.drop(id)) void this.journal.write(lineText({ gone: id }));
  }

  async noteEnded(id: string): Promise<void> {
    this.drop(id);
    keepNewest(this.ended.add(id), maxEnded);
    await this.written(lineText({ ended: id }));
  }

  wasEnded(id: string): boolean {
    return this.ended.has(id);
  }

  forgetTargets(names: readonly string[]): void {
    for (const { record } of this.entries.values())
      if (record.target !== null && names.includes(record.target)) this.forget(record.id);
  }

  sweep(): void {
    const { keepMs } = this.options.limits();
    const now = this.options.clock.now();
    for (const { record } of this.entries.values())
      if (record.restingSince !== null && now - record.restingSince >= keepMs) this.forget(record.id);
  }

  /** Resolves when everything is on disk, or cannot be. */
  async close(): Promise<void> {
    await this.journal.close();
  }

  /** Resolves when it is, or takes too long. */
  private async written(line: string): Promise<void> {
    const { promise: patience, resolve } = deferred<void>();
    const cancel = this.options.clock.after(patienceMs, resolve);
    await Promise.race([this.journal.write(line), patience]);
    cancel();
  }

  /** The line that says it; null for one that is too large to be kept. */
  private put(record: SessionRecord): string | null {
    this.drop(record.id);
    const bare = lineText({ session: { ...record, streams: null } });
    if (bare.length > this.bounds.get('sessionRecordBytes')) {
      const name = JSON.stringify(record.client.clientInfo.name.slice(0, 80));
      this.bounds.reached('sessionRecordBytes', `a session of ${name} is too large to be kept.`);
      return null;
    }
    const full = record.streams === null ? bare : lineText({ session: record });
    const streamsLength = full.length - bare.length;
    const isTooMuch = this.streamsLength + streamsLength > maxStreamsLength;
    const entry: Entry = isTooMuch
      ? { record: { ...record, streams: null }, line: null, streamsLength: 0 }
      : { record, line: record.streams === null ? null : full, streamsLength };
    this.entries.set(record.id, entry);
    this.streamsLength += entry.streamsLength;
    if (record.restingSince !== null) this.resting++;
    return isTooMuch ? bare : full;
  }

  private drop(id: string): boolean {
    const entry = this.entries.get(id);
    if (entry === undefined) return false;
    this.streamsLength -= entry.streamsLength;
    if (entry.record.restingSince !== null) this.resting--;
    return this.entries.delete(id);
  }

  /** Of those that rest, those that have done so for the longest go. */
  private trim(): void {
    const { maxResting } = this.options.limits();
    if (this.resting <= maxResting) return;
    for (const { record } of this.entries.values()) {
      if (record.restingSince !== null) this.forget(record.id);
      if (this.resting <= maxResting) return;
    }
  }

  private *lines(): Generator<string> {
    for (const id of this.ended) yield lineText({ ended: id });
    for (const ownership of this.ownedThings.all()) yield lineText(ownership);
    for (const { record, line } of this.entries.values()) yield line ?? lineText({ session: record });
  }
}

async function load(file: JournalFile, clock: Clock, logger: Logger): Promise<ReadJournal> {
  let text: string | null = null;
  try {
    text = await file.read();
  } catch (error) {
    logger.error(`${file.path} cannot be read: ${describeFileTrouble(error).reason}. Sessions begin anew.`);
  }
  const found = readJournal(text ?? '');
  if (text === null) return { ...found, fault: null };
  if (found.fault !== null) await setAside(file, found.fault, clock, logger);
  return found;
}

async function setAside(file: JournalFile, fault: string, clock: Clock, logger: Logger): Promise<void> {
  const time = new Date(clock.now()).toISOString().replaceAll(/[:.]/g, '-');
  try {
    const aside = await file.copyAside(`corrupt-${time}`);
    logger.warn(`${file.path} ${fault}. A copy of it is kept as ${aside}; all else in it counts.`);
  } catch (error) {
    const { reason } = describeFileTrouble(error);
    logger.warn(`${file.path} ${fault}, and no copy of it could be made: ${reason}. All else in it counts.`);
  }
}
