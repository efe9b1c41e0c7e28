// Ends what the last run of Patchbay left behind when it was killed, and nothing else (S2.6).
// A process counts as ours when pid and start time match the record, or when it carries the launch marker; a group whose
// founder is gone, when a member does. Pids are given out anew, so a pid alone proves nothing.
import type { Clock, Logger } from '../ports.ts';
import { readJournal, writeRecords } from './journal.ts';
import type { ChildRecord, ProcessGroup, ProcessHost, ProcessTable } from './ports.ts';
import { createProcessGroup, createStrays } from './process-group.ts';
import { endGroup, usualLadder, type LadderTiming } from './stop-ladder.ts';

export interface SweepPorts {
  readonly host: ProcessHost;
  readonly table: ProcessTable;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly timing?: LadderTiming;
}

export interface SweepReport {
  /** Had processes left, which are ended now. */
  readonly ended: readonly ChildRecord[];
  /** Could not be ended; the next journal keeps them. */
  readonly left: readonly ChildRecord[];
}

type Verdict = 'ended' | 'left' | 'nothing';

/** Call with the data folder locked, before the first spawn. Never rejects; takes as long as the stop ladder at most. */
export async function sweepLeftovers(file: string, ports: SweepPorts): Promise<SweepReport> {
  const records = readJournal(file, ports.logger);
  if (records.length === 0) return { ended: [], left: [] };
  const verdicts = await Promise.all(records.map((record) => settle(record, ports)));
  const ended = records.filter((_, index) => verdicts[index] === 'ended');
  const left = records.filter((_, index) => verdicts[index] === 'left');
  if (ended.length > 0) {
    const names = ended.map(({ name, pid }) => (pid === null ? name : `${name} (${pid})`)).join(', ');
    ports.logger.info(`Ended what the last run left behind: ${names}.`);
  }
  try {
    writeRecords(file, left);
  } catch (error) {
    ports.logger.warn(`${file} could not be written: ${String(error)}`);
  }
  return { ended, left };
}

async function settle(record: ChildRecord, ports: SweepPorts): Promise<Verdict> {
  try {
    const group = await whatIsLeft(record, ports);
    if (await group.isGone()) return 'nothing';
    if (await endGroup(group, { clock: ports.clock, timing: ports.timing ?? usualLadder })) return 'ended';
    ports.logger.warn(
      `A process of "${record.name}" from the last run${groupOf(record)} could not be ended.`,
    );
    return 'left';
  } catch (error) {
    ports.logger.warn(`What is left of "${record.name}" could not be found out: ${String(error)}`);
    return 'left';
  }
}

/** The group only where it is ours; what has left it is known by its mark alone. */
async function whatIsLeft(record: ChildRecord, { host, table }: SweepPorts): Promise<ProcessGroup> {
  const { pid, launchId, startTime } = record;
  if (pid === null || !(await isOurs({ ...record, pid }, table)))
    return createStrays(host, table, launchId, pid);
  return createProcessGroup(host, table, { pid, startTime: Promise.resolve(startTime), launchId });
}

async function isOurs(record: ChildRecord & { readonly pid: number }, table: ProcessTable): Promise<boolean> {
  const members = await table.members(record.pid, record.startTime);
  if (members.length === 0) return false;
  const startTime = await table.startTime(record.pid);
  if (startTime !== null && record.startTime !== null) return startTime === record.startTime;
  const marks = await Promise.all(members.map((pid) => table.isMarked(pid, record.launchId)));
  return marks.includes(true);
}

function groupOf({ pid }: ChildRecord): string {
  return pid === null ? '' : ` (group ${pid})`;
}
