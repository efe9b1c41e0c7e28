// The lines of sessions.journal: what each says, and what they come to when they are read one after the other.
import { z } from 'zod';
import { parsedJson } from '../../../shared/parsed-json.ts';
import { OwnedThings } from '../relay/owned-things.ts';
import type { SessionRecord } from '../relay/session-record.ts';

const texts = z.array(z.string()).readonly();
const count = z.int().min(0);

const streamSchema = z
  .object({ id: z.string(), sequence: count, delivered: count, events: texts })
  .readonly();

const recordSchema = z
  .object({
    id: z.string().min(1),
    target: z.string().nullable(),
    /** Sessions of before there were tokens are nobody's. */
    owner: z.string().nullable().default(null),
    client: z
      .object({
        protocolVersion: z.string(),
        capabilities: z.record(z.string(), z.unknown()).readonly(),
        clientInfo: z.object({ name: z.string(), version: z.string() }).readonly(),
      })
      .readonly(),
    lists: texts,
    wishes: z.array(z.object({ method: z.string(), params: z.unknown() }).readonly()).readonly(),
    hasListened: z.boolean(),
    /** Epoch milliseconds. */
    restingSince: z.number().nullable(),
    streams: z
      .object({
        life: z.string(),
        opened: count,
        standalone: streamSchema,
        answers: z.array(streamSchema).readonly(),
      })
      .readonly()
      .nullable(),
  })
  .readonly();

const lineSchema = z.union([
  /** It begins, or is another one now. */
  z.object({ session: recordSchema }),
  /** Nobody asks for it any more. */
  z.object({ gone: z.string() }),
  /** The same, as its client ended it. */
  z.object({ ended: z.string() }),
  /** Somebody has something, named by a digest. */
  z.object({ owner: z.string(), thing: z.string(), isSole: z.boolean() }),
]);

export type SessionLine = z.input<typeof lineSchema>;

const header = { journal: 'sessions', version: 1 };
const headerSchema = z.object({ journal: z.literal(header.journal), version: z.literal(header.version) });

export function lineText(line: SessionLine): string {
  return `${JSON.stringify(line)}\n`;
}

/** A whole file of these lines. */
export function journalText(lines: Iterable<string>): string {
  return [`${JSON.stringify(header)}\n`, ...lines].join('');
}

export interface ReadJournal {
  /** In the order of their last lines. */
  readonly records: ReadonlyMap<string, SessionRecord>;
  /** Oldest first. */
  readonly ended: ReadonlySet<string>;
  readonly ownedThings: OwnedThings;
  /** What is wrong with the file, as the end of a sentence; null when nothing is. */
  readonly fault: string | null;
}

export function readJournal(text: string): ReadJournal {
  const records = new Map<string, SessionRecord>();
  const ended = new Set<string>();
  const ownedThings = new OwnedThings();
  const [first = '', ...rest] = text.split('\n');
  const tail = rest.pop();
  if (tail === undefined || !headerSchema.safeParse(parsedJson(first)).success)
    return { records, ended, ownedThings, fault: 'is not a journal of sessions that this Patchbay can read' };
  const faults: string[] = [];
  for (const [index, line] of rest.entries()) {
    const { data } = lineSchema.safeParse(parsedJson(line));
    if (data === undefined) faults.push(`line ${index + 2} cannot be read`);
    else apply(data, { records, ended, ownedThings });
  }
  if (tail !== '') faults.push('the last line was written in part');
  const [fault = null] = faults;
  const others = faults.length > 1 ? `, and so are ${faults.length - 1} others` : '';
  return { records, ended, ownedThings, fault: fault === null ? null : `is damaged: ${fault}${others}` };
}

interface Told {
  readonly records: Map<string, SessionRecord>;
  readonly ended: Set<string>;
  readonly ownedThings: OwnedThings;
}

function apply(line: z.output<typeof lineSchema>, { records, ended, ownedThings }: Told): void {
  if ('session' in line) {
    records.delete(line.session.id);
    records.set(line.session.id, line.session);
  } else if ('gone' in line) {
    records.delete(line.gone);
  } else if ('thing' in line) {
    ownedThings.note(line);
  } else {
    records.delete(line.ended);
    ended.add(line.ended);
  }
}
