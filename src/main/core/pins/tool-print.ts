// What of a tool a person has accepted: all that a model reads of it, in one form whatever the order of its keys.
import { createHash } from 'node:crypto';
import { isRecord } from '../../../shared/is-record.ts';

export interface ToolPrint {
  readonly name: string;
  readonly hash: string;
  /** JSON with sorted keys, two spaces deep, for people. */
  readonly text: string;
}

/** Members that mean something to a model or a client; `_meta` and icons may be other ones each time. */
const members = ['name', 'title', 'description', 'inputSchema', 'outputSchema', 'annotations'] as const;

/** `text` is the tool's JSON as the server wrote it. */
export function toolPrint(name: string, text: string): ToolPrint {
  const shown = JSON.stringify(sorted(partOf(text)), null, 2);
  return { name, text: shown, hash: createHash('sha256').update(shown).digest('hex') };
}

function partOf(text: string): unknown {
  const tool: unknown = JSON.parse(text);
  if (!isRecord(tool)) return tool;
  return Object.fromEntries(members.filter((key) => Object.hasOwn(tool, key)).map((key) => [key, tool[key]]));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, member]) => [key, sorted(member)]),
  );
}
