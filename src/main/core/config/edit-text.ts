// Putting a member into an object or list of a JSON text, and taking one out, so that every other byte stays: comments,
// layout, line ends. jsonc-parser finds the places; its own `modify` would lay out neighbouring lines anew, carry
// comments to the wrong member, and leave broken text where a last member goes.
import { createScanner, type Node } from 'jsonc-parser';
import { printJson, type Layout } from './print-json.ts';

/** A member to put in: `key` in objects, null in lists; or one as it was written, key included. */
export type NewMember =
  { readonly key: string | null; readonly value: unknown } | { readonly written: string };

/** The text with a member added at the end of `container`, after what comments stand there. */
export function insertMember(text: string, container: Node, newMember: NewMember): string {
  const last = container.children?.at(-1);
  const close = endOf(container) - 1;
  const lastEnd = last === undefined ? container.offset + 1 : endOf(last);
  const tail = readBetween(text, lastEnd, close);
  const layout = layoutFor(text, container);
  const member = printMember(newMember, layout);

  const separator = last === undefined || tail.comma !== null ? '' : ',';
  const added = member + (tail.comma === null ? '' : ',');
  const put = (at: number, what: string, ending: string): string =>
    text.slice(0, lastEnd) + separator + text.slice(lastEnd, at) + what + ending + text.slice(close);
  const gap = text.slice(tail.end, close);
  if (layout === null) return put(tail.end, last === undefined ? added : ` ${added}`, gap);

  const what = layout.lineEnd + layout.indent + added;
  if (last === undefined && !hasLineEnd(gap)) {
    return put(tail.end, what, layout.lineEnd + indentAt(text, container.offset));
  }
  const blanks = /^[ \t]*(?=[\r\n])/.exec(gap)?.[0].length ?? 0;
  return put(tail.end + blanks, what, gap.slice(blanks));
}

/** The same with the member before the one that is at `index` now; at the end where there is none. */
export function insertMemberAt(text: string, container: Node, newMember: NewMember, index: number): string {
  const [previous, next] = [container.children?.[index - 1], container.children?.[index]];
  if (next === undefined) return insertMember(text, container, newMember);
  const layout = layoutFor(text, container);
  const member = printMember(newMember, layout);
  if (layout === null || textBefore(text, next.offset).trim() !== '')
    return `${text.slice(0, next.offset)}${member}, ${text.slice(next.offset)}`;
  const { comma } =
    previous === undefined ? { comma: container.offset } : readBetween(text, endOf(previous), next.offset);
  const at = lineEndAfter(text, (comma ?? container.offset) + 1, next.offset);
  return `${text.slice(0, at)}${layout.lineEnd}${layout.indent}${member},${text.slice(at)}`;
}

/** The text without a member of `container`: whole lines where it has them to itself, a comment behind it included. */
export function removeMember(text: string, container: Node, member: Node): string {
  const members = container.children ?? [];
  const index = members.indexOf(member);
  const [previous, next] = [members[index - 1], members[index + 1]];
  const { comma } = readBetween(text, endOf(member), next?.offset ?? endOf(container) - 1);
  const own = { start: member.offset, end: comma === null ? endOf(member) : comma + 1 };
  let rest = cut(text, linesOf(text, own) ?? spaceAround(text, own, comma === null));
  if (comma === null && previous !== undefined) {
    // What stood before the last member has nothing to separate any more.
    const before = readBetween(text, endOf(previous), member.offset).comma;
    if (before !== null) rest = cut(rest, { start: before, end: before + 1 });
  }
  if (members.length > 1) return rest;
  const inside = { start: container.offset + 1, end: endOf(container) - 1 - (text.length - rest.length) };
  return rest.slice(inside.start, inside.end).trim() === '' ? cut(rest, inside) : rest;
}

/** The text with one value replaced by a plain one. */
export function replaceValue(text: string, node: Node, value: string | number | boolean | null): string {
  return text.slice(0, node.offset) + JSON.stringify(value) + text.slice(endOf(node));
}

/** The same with any value, laid out as its surroundings are. */
export function replaceNode(text: string, node: Node, value: unknown): string {
  const container = node.parent?.type === 'property' ? node.parent.parent : node.parent;
  const layout = container === undefined ? null : layoutFor(text, container);
  return text.slice(0, node.offset) + printJson(value, layout) + text.slice(endOf(node));
}

function printMember(member: NewMember, layout: Layout | null): string {
  if ('written' in member) return member.written;
  return (member.key === null ? '' : `${JSON.stringify(member.key)}: `) + printJson(member.value, layout);
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** `SyntaxKind` of jsonc-parser; a `const enum` is not there at run time. */
const tokenKinds = { comma: 5, lineComment: 12, blockComment: 13, lineBreak: 14 } as const;

function endOf(node: Node): number {
  return node.offset + node.length;
}

function cut(text: string, { start, end }: Span): string {
  return text.slice(0, start) + text.slice(end);
}

/** What stands between two members: the comma, and the end of the last comma or comment. */
function readBetween(text: string, from: number, to: number): { comma: number | null; end: number } {
  const scanner = createScanner(text);
  scanner.setPosition(from);
  let comma: number | null = null;
  let end = from;
  while (scanner.getPosition() < to) {
    const kind: number = scanner.scan();
    if (kind === tokenKinds.comma) comma = scanner.getTokenOffset();
    if (kind === tokenKinds.comma || kind === tokenKinds.lineComment || kind === tokenKinds.blockComment) {
      end = scanner.getPosition();
    }
  }
  return { comma, end };
}

/** Where the first line that ends between the two places ends, comments on it included; `to` where none does. */
function lineEndAfter(text: string, from: number, to: number): number {
  const scanner = createScanner(text);
  scanner.setPosition(from);
  while (scanner.getPosition() < to) {
    const kind: number = scanner.scan();
    if (kind === tokenKinds.lineBreak) return scanner.getTokenOffset();
  }
  return to;
}

/** The lines of a span, with a comment behind it; null where something else stands on them. */
function linesOf(text: string, { start, end }: Span): Span | null {
  const lead = textBefore(text, start);
  const rest = /^(?:[ \t]|\/\*(?:(?!\*\/)[^\r\n])*\*\/)*(?:\/\/[^\r\n]*)?(?:\r\n|\r|\n)/.exec(
    text.slice(end),
  )?.[0];
  if (rest === undefined || lead.trim() !== '') return null;
  return { start: start - lead.length, end: end + rest.length };
}

/** The span with the blanks behind it, or where nothing follows it, before it. */
function spaceAround(text: string, { start, end }: Span, isLast: boolean): Span {
  return isLast
    ? { start: text.slice(0, start).replace(/[ \t]+$/, '').length, end }
    : { start, end: end + (/^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0) };
}

/** How a new member of `container` is to be laid out; null where all stands on one line. */
function layoutFor(text: string, container: Node): Layout | null {
  const first = container.children?.[0];
  const isFilled = first !== undefined || container.parent !== undefined;
  const surroundings = first === undefined ? rootOf(container) : container;
  if (isFilled && !hasLineEnd(text.slice(surroundings.offset, endOf(surroundings)))) return null;
  const lineEnd = /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
  const unit = unitOf(text, rootOf(container));
  const hasOwnLine = first !== undefined && textBefore(text, first.offset).trim() === '';
  const indent = hasOwnLine ? indentAt(text, first.offset) : indentAt(text, container.offset) + unit;
  return { lineEnd, unit, indent };
}

function rootOf(node: Node): Node {
  return node.parent === undefined ? node : rootOf(node.parent);
}

/** The indentation of the document's first member. */
function unitOf(text: string, root: Node): string {
  const first = root.children?.[0];
  const lead = first === undefined ? '' : textBefore(text, first.offset);
  return lead !== '' && lead.trim() === '' ? lead : '  ';
}

function indentAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(textBefore(text, offset))?.[0] ?? '';
}

/** What stands before `offset` on its line. */
function textBefore(text: string, offset: number): string {
  const lineStart = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  return text.slice(lineStart, offset);
}

function hasLineEnd(text: string): boolean {
  return /[\r\n]/.test(text);
}
