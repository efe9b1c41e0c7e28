// children.json: what runs because of us, written down so that the next run can end what this one had to leave behind.
// Kept at every spawn and end; read once, at start.
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { Logger } from '../ports.ts';
import type { ChildJournal, ChildRecord } from './ports.ts';

const recordSchema = z.object({
  name: z.string(),
  command: z.string(),
  pid: z.int().min(2).nullable(),
  startTime: z.string().nullable(),
  launchId: z.string().min(1),
});
const journalSchema = z.object({ version: z.literal(1), children: z.array(recordSchema) });

/** Opens the journal at `file` for writing; `kept` are records of an earlier run that could not be settled. */
export function createChildJournal(
  file: string,
  logger: Logger,
  kept: readonly ChildRecord[] = [],
): ChildJournal {
  const records = new Map(kept.map((record) => [record.launchId, record]));
  const save = (): void => {
    try {
      writeRecords(file, [...records.values()]);
    } catch (error) {
      logger.warn(`${file} could not be written: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  return {
    put: (record) => {
      records.set(record.launchId, record);
      save();
    },
    remove: (launchId) => {
      if (records.delete(launchId)) save();
    },
  };
}

/** The records of the last run; none when there is no file or it cannot be understood. */
export function readJournal(file: string, logger: Logger): readonly ChildRecord[] {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  try {
    return journalSchema.parse(JSON.parse(text)).children;
  } catch {
    logger.warn(`${file} is not readable; processes that an earlier run left behind are not looked for.`);
    return [];
  }
}

/**
 * Replaces the file in one step, synchronously: each millisecond between a spawn and its record is one in which a crash
 * leaves an unknown process. No fsync: the page cache outlives us, and nothing that runs outlives the system.
 */
export function writeRecords(file: string, children: readonly ChildRecord[]): void {
  const draft = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(draft, `${JSON.stringify({ version: 1, children }, null, 2)}\n`, { mode: 0o600 });
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
