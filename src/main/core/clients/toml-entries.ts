// Server entries in a client's TOML file, each a table of its own: `[mcp_servers.name]`. The library reads; what we write is
// added as lines and taken out as lines, so that every other byte stays.
import { isDeepStrictEqual } from 'node:util';
import { parse, stringify, TomlError } from 'smol-toml';
import { AppError } from '../../../shared/errors.ts';
import { isRecord } from '../../../shared/is-record.ts';
import type { EntryFile } from './entry-file.ts';

/** Throws CLIENT_FILE_UNUSABLE for text that is no TOML, or where our entry cannot be taken out again. */
export function tomlEntries(raw: string, servers: string): EntryFile {
  const found = parsed(raw)[servers];
  const entries = isRecord(found) ? found : {};
  return {
    entries,
    with: (name, entry) => {
      const text = name in entries ? withoutTable(raw, servers, name) : raw;
      const lineEnd = /\r\n|\n/.exec(text)?.[0] ?? '\n';
      const table = stringify({ [servers]: { [name]: entry } }).trim();
      const lines = table.split('\n').filter((line) => line !== `[${servers}]`);
      const gap = text === '' ? '' : text.endsWith('\n') ? lineEnd : lineEnd.repeat(2);
      const result = text + gap + lines.join(lineEnd) + lineEnd;
      // Where servers are written in another way, such as one inline table, it does not fit.
      parsed(result);
      return result;
    },
    without: (name) => (name in entries ? withoutTable(raw, servers, name) : raw),
  };
}

/** The text without the lines of a table and those within it, and without one blank line before them. */
function withoutTable(raw: string, servers: string, name: string): string {
  const lines = raw.split(/(?<=\n)/);
  const isOurs = (line: string): boolean | null => {
    const header = /^[ \t]*\[\[?([^\]]+)\]\]?/.exec(line)?.[1];
    if (header === undefined) return null;
    const keys = header.split('.').map((key) => key.trim().replaceAll(/^["']|["']$/g, ''));
    return keys[0] === servers && keys[1] === name;
  };
  const kept: string[] = [];
  let isWithin = false;
  for (const line of lines) {
    const own = isOurs(line);
    if (own === true && !isWithin && kept.at(-1)?.trim() === '') kept.pop();
    isWithin = own ?? isWithin;
    if (!isWithin) kept.push(line);
  }
  const result = kept.join('');
  // A line within a text of several lines may look like the head of a table.
  if (
    !isDeepStrictEqual(withoutServers(parsed(result), servers), withoutServers(parsed(raw), servers, name))
  ) {
    throw new AppError('CLIENT_FILE_UNUSABLE', `"${servers}.${name}" is not written as a table of its own.`, {
      expected: 'Take it out by hand; nothing was changed.',
    });
  }
  return result;
}

/** The document in two parts, so that no servers are the same as none left. */
function withoutServers(
  document: Readonly<Record<string, unknown>>,
  servers: string,
  name?: string,
): unknown {
  const { [servers]: found, ...others } = document;
  const entries = isRecord(found) ? Object.entries(found).filter(([key]) => key !== name) : [];
  return [others, Object.fromEntries(entries)];
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw new AppError(
      'CLIENT_FILE_UNUSABLE',
      `The file is not TOML. Line ${error.line}, column ${error.column}: ${error.message.split('\n')[0] ?? ''}`,
      { expected: 'Mend it, then try again; nothing was changed.' },
    );
  }
}
