// The words that a component writes itself instead of taking them from the messages: texts between tags, and strings
// where people read or hear them.
import { parseSync } from 'vite';

/** Attributes whose values people read or hear. */
const spoken = new Set([
  'alt',
  'aria-description',
  'aria-label',
  'aria-placeholder',
  'aria-roledescription',
  'aria-valuetext',
  'description',
  'error',
  'hint',
  'label',
  'placeholder',
  'summary',
  'text',
  'title',
]);
/** What is called so in every language: the program, what stands before its number, formats. */
const names = new Set(['Patchbay', 'v', 'JSON']);
const address = /^[a-z]+:\/\//;

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** Each with its text, in the order of the file. */
export function shownLiterals(fileName: string, source: string): readonly string[] {
  const { program, errors } = parseSync(fileName, source);
  if (errors.length > 0) throw new Error(`${fileName}: ${errors[0]?.message}`);
  const found: string[] = [];
  walk(program as unknown as Node, (node) => found.push(...literalsOf(node)));
  return found.filter((text) => /\p{L}/u.test(text) && !names.has(text.trim()) && !address.test(text));
}

function literalsOf(node: Node): readonly string[] {
  switch (node.type) {
    case 'JSXElement':
    case 'JSXFragment':
      return nodesIn(node['children']).flatMap((child) =>
        child.type === 'JSXText' ? [String(child['value'])] : valuesOf(child),
      );
    case 'JSXAttribute':
      return spoken.has(nameOf(node)) ? nodesIn([node['value']]).flatMap(valuesOf) : [];
    default:
      return [];
  }
}

/** What an expression can come to, as far as that is written in it. */
function valuesOf(node: Node): readonly string[] {
  switch (node.type) {
    case 'Literal':
      return typeof node['value'] === 'string' ? [node['value']] : [];
    case 'TemplateLiteral':
      return nodesIn(node['quasis']).map(({ value }) => (value as { readonly cooked: string }).cooked);
    case 'JSXExpressionContainer':
      return nodesIn([node['expression']]).flatMap(valuesOf);
    case 'ConditionalExpression':
      return nodesIn([node['consequent'], node['alternate']]).flatMap(valuesOf);
    case 'LogicalExpression':
      return nodesIn([node['left'], node['right']]).flatMap(valuesOf);
    case 'BinaryExpression':
      return node['operator'] === '+' ? nodesIn([node['left'], node['right']]).flatMap(valuesOf) : [];
    default:
      return [];
  }
}

function nameOf({ name }: Node): string {
  return isNode(name) ? String(name['name']) : '';
}

function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const value of Object.values(node)) {
    for (const child of nodesIn(Array.isArray(value) ? value : [value])) walk(child, visit);
  }
}

function nodesIn(values: unknown): readonly Node[] {
  return Array.isArray(values) ? values.filter(isNode) : [];
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
