// Where things stand in a text of JSON with comments that may be half written. Pure; each text is looked at once.
import type { Text } from '@codemirror/state';
import { createScanner, findNodeAtLocation, parseTree } from 'jsonc-parser';
import type { JSONPath, Node } from 'jsonc-parser';

const trees = new WeakMap<Text, Node | null>();

/** The tree of what can be read of it; null where there is nothing. */
export function treeOf(doc: Text): Node | null {
  const known = trees.get(doc);
  if (known !== undefined) return known;
  const tree = parseTree(doc.toString(), [], { allowTrailingComma: true }) ?? null;
  trees.set(doc, tree);
  return tree;
}

/** Every object and list, outer ones first. */
export function containersIn(doc: Text): readonly { readonly from: number; readonly to: number }[] {
  const found: { from: number; to: number }[] = [];
  const visit = (node: Node): void => {
    if (node.type === 'object' || node.type === 'array')
      found.push({ from: node.offset, to: node.offset + node.length });
    for (const child of node.children ?? []) visit(child);
  };
  const tree = treeOf(doc);
  if (tree !== null) visit(tree);
  return found;
}

/** The keys that the object at `path` has already. */
export function keysPresent(doc: Text, path: JSONPath): ReadonlySet<string> {
  const tree = treeOf(doc);
  const node = tree === null ? undefined : findNodeAtLocation(tree, path);
  const keys = (node?.children ?? []).flatMap(({ type, children }) =>
    type === 'property' ? [String(children?.[0]?.value)] : [],
  );
  return new Set(keys);
}

/** What a fault at a line and column (both from 1) marks: the token there, at least one character where there is one. */
export function spanAt(
  doc: Text,
  line: number,
  column: number,
): { readonly from: number; readonly to: number } {
  const place = doc.line(Math.min(Math.max(1, line), doc.lines));
  const from = Math.min(place.from + column - 1, place.to);
  const scanner = createScanner(doc.toString(), true);
  scanner.setPosition(from);
  scanner.scan();
  const end = scanner.getTokenOffset() === from ? from + scanner.getTokenLength() : from;
  const to = Math.min(Math.max(end, from + 1), place.to);
  return to > from ? { from, to } : { from: Math.max(place.from, from - 1), to: from };
}
