// `patchbay://add?…`: what a link on a page or in a mail asks to be added. Reads it and nothing more: links come from
// strangers, so nothing is fetched, run or written for one before a person has seen it and said yes.
import { serverEntrySchema, type ServerEntryInput } from '../../../shared/server-entry-schema.ts';
import { checkedUrl } from './checked-url.ts';
import { entryText } from './entry-text.ts';
import { unusableOffer } from './faults.ts';

/** The scheme that the system hands us links of. */
export const linkScheme = 'patchbay';

export type AddLink =
  | { readonly name: string; readonly entry: ServerEntryInput }
  /** A file that has to be fetched first. */
  | { readonly fetches: string };

const longest = 8192;
const accepted =
  'patchbay://add?name=NAME&command=PROGRAM&arg=…&env=NAME=VALUE, …?name=NAME&url=ADDRESS&header=NAME=VALUE, or …?from=ADDRESS of an .mcpb or server.json.';
const once = ['name', 'command', 'url', 'cwd', 'type', 'from'];
const several = new Set(['arg', 'env', 'header']);

export function isLink(text: string): boolean {
  return text.toLowerCase().startsWith(`${linkScheme}:`);
}

/** Throws OFFER_UNUSABLE saying what is wrong and what is accepted. */
export function parseAddLink(text: string): AddLink {
  const fault = (what: string): Error => unusableOffer('The link', what, accepted);
  if (text.length > longest) throw fault(`has ${text.length} characters`);
  if (!URL.canParse(text)) throw fault('is no address');
  const url = new URL(text);
  if (url.protocol !== `${linkScheme}:`) throw fault('is none of Patchbay');
  const action = `${url.host}${url.pathname}`.replaceAll('/', '');
  if (action !== 'add') throw fault(`asks for "${action.slice(0, 40)}"`);
  const words = url.searchParams;
  for (const key of words.keys())
    if (!once.includes(key) && !several.has(key)) throw fault(`holds "${key.slice(0, 40)}"`);
  for (const key of once) if (words.getAll(key).length > 1) throw fault(`holds "${key}" twice`);
  const from = words.get('from');
  if (from !== null) {
    if ([...words.keys()].length > 1) throw fault('holds more than "from"');
    // An address, never a file: a link must not have one of this machine, or of a network, opened.
    return { fetches: checkedUrl(from, null).href };
  }
  const name = words.get('name') ?? '';
  if (name === '') throw fault('holds no name');
  const pairs = (key: string): Record<string, string> =>
    Object.fromEntries(
      words.getAll(key).map((pair): [string, string] => {
        const [left = '', right] = pair.split(/=(.*)/s);
        if (left === '' || right === undefined) throw fault(`holds a "${key}" that is no NAME=VALUE`);
        // A link must not have variables or secrets of this machine sent elsewhere.
        return [left, literal(right)];
      }),
    );
  const [env, headers] = [pairs('env'), pairs('header')];
  const entry = {
    ...Object.fromEntries(
      ['type', 'command', 'url', 'cwd'].flatMap((key): [string, string][] => {
        const value = words.get(key);
        return value === null ? [] : [[key, literal(value)]];
      }),
    ),
    ...(words.has('command') ? { args: words.getAll('arg').map(literal) } : {}),
    ...(Object.keys(env).length === 0 ? {} : { env }),
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
  };
  const result = serverEntrySchema.safeParse(entry);
  if (!result.success) throw fault(`is no server: ${result.error.issues[0]?.message ?? ''}`);
  return { name, entry: result.data };
}

function literal(text: string): string {
  return entryText([text]);
}
