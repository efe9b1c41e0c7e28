// Makes a value of a JSON text another one by as few cuts and insertions as that takes: what is the same stays byte for
// byte, with the comments around it. Knows nothing of what the keys mean.
import { isDeepStrictEqual } from 'node:util';
import { findNodeAtLocation, type JSONPath, type Node } from 'jsonc-parser';
import { isRecord } from '../../../shared/is-record.ts';
import { parseText, plainValue } from './document.ts';
import { insertMember, insertMemberAt, removeMember } from './edit-text.ts';
import { printJson } from './print-json.ts';

/** The text with `wanted` at `path`, where a value is already. Members that are undefined are none. */
export function changingValue(text: string, path: JSONPath, wanted: unknown): string {
  let changed = text;
  // Undefined members go, and objects without a prototype become like those that are read.
  const plain: unknown = JSON.parse(JSON.stringify(wanted));
  for (;;) {
    const { document } = parseText(changed);
    const node = document === null ? undefined : findNodeAtLocation(document.root, path);
    const next = node === undefined ? null : oneChange(changed, node, plain);
    if (next === null) return changed;
    changed = next;
  }
}

/** A step closer; null when nothing is left to do. */
function oneChange(text: string, node: Node, wanted: unknown): string | null {
  if (node.type === 'object' && isRecord(wanted)) return changeOfObject(text, node, wanted);
  if (node.type === 'array' && Array.isArray(wanted)) return changeOfList(text, node, wanted);
  if (isSame(node, wanted)) return null;
  return text.slice(0, node.offset) + printJson(wanted, null) + text.slice(node.offset + node.length);
}

function changeOfObject(text: string, node: Node, wanted: Readonly<Record<string, unknown>>): string | null {
  const left = new Map(Object.entries(wanted));
  for (const member of node.children ?? []) {
    const [key, value] = member.children ?? [];
    const name = String(key?.value);
    if (!left.has(name)) return removeMember(text, node, member);
    const next = value === undefined ? null : oneChange(text, value, left.get(name));
    if (next !== null) return next;
    left.delete(name);
  }
  const [added] = left;
  return added === undefined ? null : insertMember(text, node, { key: added[0], value: added[1] });
}

/** What is the same at both ends stays where it is. */
function changeOfList(text: string, node: Node, wanted: readonly unknown[]): string | null {
  const have = node.children ?? [];
  let start = 0;
  while (start < have.length && start < wanted.length && isSame(have[start], wanted[start])) start += 1;
  let end = 0;
  const most = Math.min(have.length, wanted.length) - start;
  while (end < most && isSame(have.at(-1 - end), wanted.at(-1 - end))) end += 1;
  const [isLess, isMore] = [start < have.length - end, start < wanted.length - end];
  const item = have[start];
  if (isLess && item !== undefined)
    return isMore ? oneChange(text, item, wanted[start]) : removeMember(text, node, item);
  return isMore ? insertMemberAt(text, node, { key: null, value: wanted[start] }, start) : null;
}

function isSame(node: Node | undefined, value: unknown): boolean {
  return node !== undefined && isDeepStrictEqual(plainValue(node), value);
}
