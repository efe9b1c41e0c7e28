// The audit log: `logs/audit.log`, a JSON document on each line, readable by its owner only, bounded. Kept apart from
// patchbay.log, whose level and size have no say here.
import { chmodSync, mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AuditEntry } from '../../../shared/audit.ts';
import type { Clock, Logger } from '../ports.ts';
import { describeFileTrouble } from '../system-error.ts';
import { lineFile } from '../telemetry/line-file.ts';
import { plainText } from '../telemetry/plain-text.ts';
import type { Audit, AuditEvent } from './audit.ts';
import { parseEntry } from './audit-entry.ts';
import { Refusals } from './refusals.ts';

export interface AuditLogOptions {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Takes secrets out of a text. */
  readonly redact: (text: string) => string;
  /** Default 5 MB; as many as `keptFiles` full ones are kept beside it. */
  readonly maxBytes?: number;
}

export interface AuditLog extends Audit {
  /** The newest so many, the oldest of them first; older files are looked into as well. */
  read(limit: number): Promise<readonly AuditEntry[]>;
  /** Resolves when everything is written. Later events go nowhere. */
  close(): Promise<void>;
}

const keptFiles = 4;
const maxWaitingBytes = 1_000_000;
/** Longer texts are no use to anybody; a command line may have any length that systems allow. */
const longestText = 32_768;

/** Never throws; a file that cannot be written is told to the logger. */
export function openAuditLog(options: AuditLogOptions): AuditLog {
  const { dataDir, clock, logger, redact, maxBytes = 5_000_000 } = options;
  const folder = join(dataDir, 'logs');
  const path = join(folder, 'audit.log');
  const older = Array.from({ length: keptFiles }, (_, index) => `${path}.${index + 1}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(path, 0o600);
  } catch {
    // There is none yet, or the first line that cannot be written tells.
  }
  const file = lineFile({
    path,
    older,
    maxBytes,
    maxWaitingBytes,
    leftOut: (count) => JSON.stringify(printed({ time: clock.now(), ...tooMuch(count) })),
    onTrouble: (error) =>
      logger.error(`The audit log ${path} cannot be written: ${describeFileTrouble(error).reason}.`),
  });
  const clean = (text: string): string => {
    const shown = plainText(redact(text));
    return shown.length > longestText ? `${shown.slice(0, longestText)}…` : shown;
  };
  const write = (event: AuditEvent, times = 1): void => {
    const entry = { time: clock.now(), ...cleaned(event, clean), ...(times > 1 ? { times } : {}) };
    file.append(JSON.stringify(printed(entry)));
  };
  const refusals = new Refusals(clock, write);
  let isOpen = true;
  return {
    record: (event) => {
      if (!isOpen) return;
      if (event.kind === 'refusal') refusals.add(event);
      else write(event);
    },
    read: async (limit) => {
      await file.flush();
      const found: AuditEntry[] = [];
      for (const name of [path, ...older]) {
        if (found.length >= limit) break;
        const text = await readFile(name, 'utf8').catch(() => '');
        found.unshift(...text.split('\n').flatMap((line) => parseEntry(line) ?? []));
      }
      return found.slice(-limit);
    },
    close: async () => {
      refusals.close();
      isOpen = false;
      await file.flush();
    },
  };
}

/** Times in words that people read. */
function printed({ time, ...rest }: AuditEntry): Record<string, unknown> {
  return { time: new Date(time).toISOString(), ...rest };
}

function tooMuch(count: number): AuditEvent {
  return { kind: 'refusal', action: 'left out', reason: 'The disk was too slow.', details: { lines: count } };
}

function cleaned(event: AuditEvent, clean: (text: string) => string): AuditEvent {
  const { kind, action, subject, by, reason, details } = event;
  const known = Object.entries(details ?? {}).map(
    ([key, value]) => [clean(key), typeof value === 'string' ? clean(value) : value] as const,
  );
  return {
    kind,
    action: clean(action),
    ...(subject === undefined ? {} : { subject: clean(subject) }),
    ...(by === undefined ? {} : { by: clean(by) }),
    ...(reason === undefined ? {} : { reason: clean(reason) }),
    ...(details === undefined ? {} : { details: Object.fromEntries(known) }),
  };
}
