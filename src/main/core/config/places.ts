// Places in config.json for people: line and column of an offset, the dotted name of a key, the node behind a path.
import { findNodeAtLocation, type JSONPath, type Node } from 'jsonc-parser';
import type { ConfigFault } from '../../../shared/state.ts';

const lineEnd = /\r\n|\r|\n/g;

/** Line and column of an offset, both from 1; columns count UTF-16 units as editors do. */
export function placeOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let lineStart = 0;
  for (const { index, 0: ending } of text.matchAll(lineEnd)) {
    if (index + ending.length > offset) break;
    line += 1;
    lineStart = index + ending.length;
  }
  return { line, column: offset - lineStart + 1 };
}

/** `gateway.port`, `servers[0].name`; '' for the document itself. */
export function keyText(path: JSONPath): string {
  return path
    .map((segment, index) =>
      typeof segment === 'number' ? `[${segment}]` : `${index === 0 ? '' : '.'}${segment}`,
    )
    .join('');
}

/** The value at `path`, or the innermost object or list around it that is there. */
export function nearestNode(root: Node, path: JSONPath): Node {
  for (let length = path.length; length > 0; length -= 1) {
    const node = findNodeAtLocation(root, path.slice(0, length));
    if (node !== undefined) return node;
  }
  return root;
}

/** The key of the property at `path`, or what `nearestNode` finds. */
export function keyNode(root: Node, path: JSONPath): Node {
  const value = findNodeAtLocation(root, path);
  return value?.parent?.type === 'property' ? (value.parent.children?.[0] ?? value) : nearestNode(root, path);
}

/** A fault with its place. */
export function faultAt(
  text: string,
  offset: number,
  path: JSONPath,
  words: Pick<ConfigFault, 'message' | 'expected' | 'reason' | 'accepted'>,
): ConfigFault {
  return { ...words, key: keyText(path), ...placeOf(text, offset) };
}
