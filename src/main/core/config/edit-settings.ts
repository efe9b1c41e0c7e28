// Settings changed in the text of config.json by their keys: what is there is replaced where it stands, what is not is put
// in with the sections around it, and every other byte stays. Knows nothing of what keys mean.
import { findNodeAtLocation, type Node } from 'jsonc-parser';
import { AppError } from '../../../shared/errors.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { parseText } from './document.ts';
import { insertMember, removeMember, replaceNode } from './edit-text.ts';
import { withoutMark } from './load-config.ts';
import type { TextEdit } from './types.ts';

export interface SettingChange {
  /** From the outside in, such as `gateway`, `port`. */
  readonly path: readonly string[];
  /** undefined: the key is taken out. */
  readonly value: unknown;
}

/** All changes, one after the other. Throws CONFIG_INVALID where the text is no JSON. */
export function changingSettings(changes: readonly SettingChange[]): TextEdit {
  return (raw) => {
    const text = withoutMark(raw);
    return raw.slice(0, raw.length - text.length) + changes.reduce(changed, text);
  };
}

function changed(text: string, { path, value }: SettingChange): string {
  const root = rootOf(text);
  const node = findNodeAtLocation(root, [...path]);
  if (value === undefined) return node === undefined ? text : without(text, node);
  if (node === undefined) return inserted(text, root, path, value);
  // Comments within an object stay where only some of its keys change.
  if (node.type === 'object' && isRecord(value)) return merged(text, node, path, value);
  return replaceNode(text, node, value);
}

function merged(
  text: string,
  node: Node,
  path: readonly string[],
  value: Readonly<Record<string, unknown>>,
): string {
  const present = (node.children ?? []).map(({ children }) => String(children?.[0]?.value));
  const gone = present.filter((key) => value[key] === undefined);
  const wanted = Object.entries(value).filter(([, member]) => member !== undefined);
  return [...gone.map((key) => [key, undefined] as const), ...wanted].reduce(
    (left, [key, member]) => changed(left, { path: [...path, key], value: member }),
    text,
  );
}

/** Into the innermost section that is there; one that is null is as good as none. */
function inserted(text: string, root: Node, path: readonly string[], value: unknown): string {
  for (let depth = path.length - 1; depth >= 0; depth -= 1) {
    const container = findNodeAtLocation(root, path.slice(0, depth));
    if (container === undefined) continue;
    const rest = path.slice(depth);
    if (container.type !== 'object') return replaceNode(text, container, nested(rest, value));
    const [key = '', ...inner] = rest;
    return insertMember(text, container, { key, value: nested(inner, value) });
  }
  return text;
}

function nested(path: readonly string[], value: unknown): unknown {
  return path.reduceRight<unknown>((within, key) => ({ [key]: within }), value);
}

function without(text: string, node: Node): string {
  const member = node.parent;
  return member?.parent === undefined ? text : removeMember(text, member.parent, member);
}

function rootOf(text: string): Node {
  const { document } = parseText(text);
  if (document?.root.type === 'object') return document.root;
  throw new AppError('CONFIG_INVALID', 'The configuration file is not valid.');
}
