// A server's entry as fields of a form, and back. What the form does not know stays in the entry as it was. Pure.

type Entry = Readonly<Record<string, unknown>>;

export interface EntryDraft {
  readonly kind: 'command' | 'url';
  readonly name: string;
  readonly command: string;
  /** One on each line. */
  readonly args: string;
  /** `NAME=value`, one on each line. */
  readonly env: string;
  readonly cwd: string;
  readonly url: string;
  readonly transport: 'http' | 'sse';
  /** `Name: value`, one on each line. */
  readonly headers: string;
  readonly description: string;
  readonly isEager: boolean;
  readonly isIsolated: boolean;
  readonly pinTools: boolean;
  /** Seconds, as they are typed; '' for the usual. */
  readonly timeout: string;
}

export const emptyDraft: EntryDraft = {
  kind: 'command',
  name: '',
  command: '',
  args: '',
  env: '',
  cwd: '',
  url: '',
  transport: 'http',
  headers: '',
  description: '',
  isEager: false,
  isIsolated: false,
  pinTools: false,
  timeout: '',
};

const urlKeys = ['url', 'serverUrl', 'httpUrl'] as const;

/** The fields of an entry. */
export function draftOf(name: string, entry: Entry): EntryDraft {
  const url = urlKeys.map((key) => entry[key]).find((value) => typeof value === 'string');
  const { args, toolTimeoutSeconds: seconds } = entry;
  return {
    kind: typeof entry['command'] === 'string' || url === undefined ? 'command' : 'url',
    name,
    command: text(entry['command']),
    args: Array.isArray(args) ? args.map((arg: unknown) => oneLine(text(arg))).join('\n') : '',
    env: lines(entry['env'], '='),
    cwd: text(entry['cwd']),
    url: text(url),
    transport: entry['type'] === 'sse' ? 'sse' : 'http',
    headers: lines(entry['headers'], ': '),
    description: text(entry['description']),
    isEager: entry['start'] === 'eager',
    isIsolated: entry['session'] === 'isolated',
    pinTools: entry['pinTools'] === true,
    timeout: typeof seconds === 'number' ? String(seconds) : text(seconds),
  };
}

/** The entry with what the fields say; `old`: as it was, for what they do not say. */
export function entryOf(draft: EntryDraft, old: Entry = {}): Entry {
  const rest = { ...old };
  const own = draft.kind === 'command' ? commandPart(draft) : urlPart(draft, old);
  const gone =
    draft.kind === 'command' ? [...urlKeys, 'headers', 'type'] : ['command', 'args', 'env', 'cwd', 'type'];
  for (const key of gone) if (!(key === 'type' && keepsType(draft, old))) delete rest[key];
  const { description, timeout } = draft;
  const wanted: Entry = {
    ...own,
    description: description === '' ? undefined : description,
    toolTimeoutSeconds: timeout.trim() === '' ? undefined : secondsOf(timeout),
    start: draft.isEager ? 'eager' : unless(old['start'], 'eager'),
    session: draft.isIsolated ? 'isolated' : unless(old['session'], 'isolated'),
    pinTools: draft.pinTools ? true : unless(old['pinTools'], true),
  };
  const all = { ...rest, ...wanted, ...untouched(draft, old) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** What nobody typed into stays as it was, whatever a form cannot show of it. */
function untouched(draft: EntryDraft, old: Entry): Entry {
  const was = draftOf(draft.name, old);
  const kept = draft.kind === 'command' ? (['args', 'env'] as const) : (['headers'] as const);
  return Object.fromEntries(
    kept.filter((key) => old[key] !== undefined && draft[key] === was[key]).map((key) => [key, old[key]]),
  );
}

/** A line that has no value; null when all have. */
export function lineWithoutValue(text: string, separator: '=' | ':'): string | null {
  return linesOf(text).find((line) => line.indexOf(separator) < 1) ?? null;
}

function commandPart({ command, args, env, cwd }: EntryDraft): Entry {
  const words =
    args === '' ? [] : args.split('\n').filter((line, index, all) => line !== '' || index < all.length - 1);
  return {
    command: command.trim(),
    args: words.length === 0 ? undefined : words.map(manyLines),
    env: mapOf(env, '='),
    cwd: cwd.trim() === '' ? undefined : cwd.trim(),
  };
}

function urlPart({ url, transport, headers }: EntryDraft, old: Entry): Entry {
  // Under the key where it stood.
  const key = urlKeys.find((one) => typeof old[one] === 'string') ?? 'url';
  return {
    ...(transport === 'sse' ? { type: 'sse' } : {}),
    [key]: url.trim(),
    headers: mapOf(headers, ':'),
  };
}

/** `"type": "stdio"` and the words for HTTP say nothing new, and stay. */
function keepsType({ kind, transport }: EntryDraft, old: Entry): boolean {
  return kind === 'command'
    ? old['type'] === 'stdio'
    : transport === 'http' && old['type'] !== 'sse' && old['type'] !== 'stdio';
}

function unless(value: unknown, unwanted: unknown): unknown {
  return value === unwanted ? undefined : value;
}

/** What is no number is kept for the core to object to. */
function secondsOf(typed: string): unknown {
  const seconds = Number(typed.trim());
  return Number.isFinite(seconds) ? seconds : typed;
}

function mapOf(typed: string, separator: '=' | ':'): Readonly<Record<string, string>> | undefined {
  const members = linesOf(typed)
    .filter((line) => line.indexOf(separator) > 0)
    .map((line): readonly [string, string] => {
      const at = line.indexOf(separator);
      const value = line.slice(at + 1);
      return [line.slice(0, at).trim(), manyLines(separator === ':' ? value.trim() : value)];
    });
  return members.length === 0 ? undefined : Object.fromEntries(members);
}

function lines(value: unknown, separator: string): string {
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .map(([key, one]) => `${key}${separator}${oneLine(text(one))}`)
    .join('\n');
}

function linesOf(typed: string): readonly string[] {
  return typed.split('\n').filter((line) => line.trim() !== '');
}

/** Values with several lines are shown on one, and come back as they were. */
function oneLine(value: string): string {
  return value.includes('\n') ? value.replaceAll('\n', '⏎') : value;
}

function manyLines(value: string): string {
  return value.replaceAll('⏎', '\n');
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
