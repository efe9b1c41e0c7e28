// The edits of servers in config.json that Patchbay makes by itself, on its text, in whichever form a server was written.
// They know where things go; edit-text.ts knows how. The text must be free of faults.
import { findNodeAtLocation, getNodePath, type Node } from 'jsonc-parser';
import type { ServerEntryInput, ToolRules } from '../../../shared/config-schema.ts';
import { AppError } from '../../../shared/errors.ts';
import { listedServerName } from '../../../shared/server-entry-schema.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { changingValue } from './change-value.ts';
import { parseText, plainValue } from './document.ts';
import { insertMember, removeMember, replaceValue } from './edit-text.ts';
import { withoutMark } from './load-config.ts';
import type { TextEdit } from './types.ts';

/** Adds a server: to the list where the file has only that, else under `mcpServers`. SERVER_EXISTS where the name is taken. */
export function addingServer(name: string, entry: ServerEntryInput): TextEdit {
  return edited((text, root) => {
    const servers = findServers(root);
    refuseTaken(servers, name);
    const [list, object] = [findNodeAtLocation(root, ['servers']), findNodeAtLocation(root, ['mcpServers'])];
    if (object !== undefined) return insertMember(text, object, { key: name, value: entry });
    if (list !== undefined) {
      const { name: _name, path: _path, ...rest } = entry;
      return insertMember(text, list, { key: null, value: { name, ...rest } });
    }
    return insertMember(text, root, { key: 'mcpServers', value: { [name]: entry } });
  });
}

/** Throws SERVER_EXISTS where one of them has the name. */
export function refuseTaken(servers: readonly FoundServer[], name: string): void {
  if (!servers.some((server) => server.name === name)) return;
  throw new AppError('SERVER_EXISTS', `There is a server "${name}" already.`, {
    expected: 'Take another name, or remove that one first.',
    details: { server: name },
  });
}

/** Takes a server out. SERVER_UNKNOWN where there is none of this name. */
export function removingServer(name: string): TextEdit {
  return edited((text, root) => {
    const { member } = findServer(root, name);
    return member.parent === undefined ? text : removeMember(text, member.parent, member);
  });
}

/** Switches a server on or off with the keys it has, or a new `enabled`. SERVER_UNKNOWN where there is none. */
export function switchingServer(name: string, enabled: boolean): TextEdit {
  return edited((text, root) => {
    const { entry } = findServer(root, name);
    const [on, off] = [findNodeAtLocation(entry, ['enabled']), findNodeAtLocation(entry, ['disabled'])];
    const wanted = [
      ...(on === undefined ? [] : [{ node: on, value: enabled }]),
      // Where both are there, either could keep it off.
      ...(off === undefined || (on !== undefined && !enabled) ? [] : [{ node: off, value: !enabled }]),
    ].sort((one, other) => other.node.offset - one.node.offset);
    if (wanted.length === 0) {
      return enabled ? text : insertMember(text, entry, { key: 'enabled', value: false });
    }
    return wanted.reduce(
      (left, { node, value }) => (node.value === value ? left : replaceValue(left, node, value)),
      text,
    );
  });
}

/** A server's entry as the file has it, without what only the list form has. SERVER_UNKNOWN where there is none. */
export function writtenEntry(raw: string, name: string): Readonly<Record<string, unknown>> {
  const { entry, member } = findServer(rootOf(withoutMark(raw)), name);
  const { own } = split(entry, member);
  return own;
}

/** Makes a server's entry another one; what is the same stays as it is written. SERVER_UNKNOWN where there is none. */
export function changingServer(name: string, wanted: Readonly<Record<string, unknown>>): TextEdit {
  return edited((text, root) => {
    const { entry, member } = findServer(root, name);
    const { names } = split(entry, member);
    return changingValue(text, getNodePath(entry), { ...wanted, ...names });
  });
}

/** Gives a server other rules for its tools; none at all where there is nothing in them. */
export function rulingTools(name: string, rules: ToolRules): TextEdit {
  return edited((text, root) => {
    const { entry, member } = findServer(root, name);
    const filled = Object.entries(rules).filter(
      ([key, value]) => key === 'allow' || (value !== undefined && Object.keys(value).length > 0),
    );
    const present = filled.filter(([, value]) => value !== undefined);
    const { own, names } = split(entry, member);
    const tools = present.length === 0 ? undefined : Object.fromEntries(present);
    return changingValue(text, getNodePath(entry), { ...own, ...names, tools });
  });
}

/** The names that an item of the list form has, and its other keys. */
function split(
  entry: Node,
  member: Node,
): Readonly<Record<'own' | 'names', Readonly<Record<string, unknown>>>> {
  const value = plainValue(entry);
  const written = isRecord(value) ? value : {};
  // A member of `mcpServers` is a property, and has its name before it.
  if (member.type === 'property') return { own: written, names: {} };
  const { name, path, ...own } = written;
  return { own, names: { name, path } };
}

export interface FoundServer {
  readonly name: string;
  /** The object with its keys. */
  readonly entry: Node;
  /** What is to go when it is removed: the property, or the item of the list. */
  readonly member: Node;
}

/** An edit of a text without byte order mark. */
export function edited(change: (text: string, root: Node) => string): TextEdit {
  return (raw) => {
    const text = withoutMark(raw);
    return raw.slice(0, raw.length - text.length) + change(text, rootOf(text));
  };
}

/** Throws AppError where the text is no JSON. */
export function rootOf(text: string): Node {
  const { document } = parseText(text);
  if (document !== null) return document.root;
  throw new AppError('CONFIG_INVALID', 'The configuration file is not valid.');
}

export function findServer(root: Node, name: string): FoundServer {
  const servers = findServers(root);
  const found = servers.find((server) => server.name === name);
  if (found !== undefined) return found;
  throw new AppError('SERVER_UNKNOWN', `There is no server "${name}" in the configuration file.`, {
    expected:
      servers.length === 0 ? 'It has none yet.' : `It has: ${servers.map((one) => one.name).join(', ')}.`,
    details: { server: name },
  });
}

export function findServers(root: Node): readonly FoundServer[] {
  const properties = findNodeAtLocation(root, ['mcpServers'])?.children ?? [];
  const items = findNodeAtLocation(root, ['servers'])?.children ?? [];
  return [
    ...properties.flatMap((member) => {
      const [key, entry] = member.children ?? [];
      return key === undefined || entry === undefined ? [] : [{ name: String(key.value), entry, member }];
    }),
    ...items.map((item) => ({ name: listedServerName(namesOf(item)), entry: item, member: item })),
  ];
}

function namesOf(item: Node): { readonly name: string; readonly path: string | undefined } {
  const [name, path] = ['name', 'path'].map((key): unknown => findNodeAtLocation(item, [key])?.value);
  return { name: String(name), path: typeof path === 'string' ? path : undefined };
}
