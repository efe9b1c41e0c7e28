// Completion and explanations from the schema of config.json: keys with what they are for, values where they can be listed.
import { autocompletion, snippet, startCompletion } from '@codemirror/autocomplete';
import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { syntaxTree } from '@codemirror/language';
import type { EditorState, Extension } from '@codemirror/state';
import { EditorView, hoverTooltip } from '@codemirror/view';
import { findNodeAtOffset, getLocation, getNodePath } from 'jsonc-parser';
import type { JSONPath, Location } from 'jsonc-parser';
import { keysPresent, treeOf } from './json-places.ts';
import { describe, keysAt, schemaAt, valuesAt } from './schema-words.ts';
import type { KnownKey, Schema } from './schema-words.ts';

export interface AssistWords {
  /** "default: 3004". */
  readonly defaultValue: (text: string) => string;
}

/** Nothing until the schema is there. */
export function schemaAssist(schema: Schema, words: AssistWords): Extension {
  return [
    autocompletion({
      override: [(context) => complete(context, schema, words)],
      icons: false,
      // Enter in a new line is a line end, unless somebody chose something.
      selectOnOpen: true,
    }),
    hoverTooltip((view, position) => {
      const tree = treeOf(view.state.doc);
      const node = tree === null ? undefined : findNodeAtOffset(tree, position);
      if (node === undefined || node.parent?.type !== 'property' || node.parent.children?.[0] !== node)
        return null;
      const known = schemaAt(schema, getNodePath(node.parent.children[1] ?? node));
      if (known === undefined || describe(known).description === '') return null;
      return {
        pos: node.offset,
        end: node.offset + node.length,
        create: () => ({ dom: explanation(known) }),
      };
    }),
  ];
}

interface Token {
  /** Of the key or value at the cursor, quotes included. */
  readonly from: number;
  readonly to: number;
  /** Where what is typed of it begins. */
  readonly typedFrom: number;
}

function tokenAt(text: string, position: number): Token & { readonly location: Location } {
  const location = getLocation(text, position);
  const { previousNode: node } = location;
  if (node !== undefined && node.offset < position && node.offset + node.length >= position) {
    const isText = text[node.offset] === '"';
    return {
      from: node.offset,
      to: node.offset + node.length,
      typedFrom: node.offset + (isText ? 1 : 0),
      location,
    };
  }
  const typed = /[\w$.-]*$/.exec(text.slice(Math.max(0, position - 100), position))?.[0] ?? '';
  const from = position - typed.length;
  return { from, to: position, typedFrom: from, location };
}

function complete(context: CompletionContext, schema: Schema, words: AssistWords): CompletionResult | null {
  const { state, pos, explicit } = context;
  if (syntaxTree(state).resolveInner(pos, -1).name.includes('omment')) return null;
  const text = state.doc.toString();
  const { from, to, typedFrom, location } = tokenAt(text, pos);
  // Where nothing is begun, Enter is a line end and must not choose anything.
  if (!explicit && from === pos) return null;
  const { path, isAtPropertyKey } = location;
  const options = isAtPropertyKey
    ? keyOptions(state, path.slice(0, -1), text.slice(from, to), schema, words)
    : valueOptions(path, schema, words);
  return options.length === 0 ? null : { from: typedFrom, options };
}

function keyOptions(
  { doc }: EditorState,
  parent: JSONPath,
  written: string,
  schema: Schema,
  words: AssistWords,
): readonly Completion[] {
  const present = keysPresent(doc, parent);
  return keysAt(schema, parent)
    .filter(({ key }) => JSON.stringify(key) === written || !present.has(key))
    .map((known) => {
      const { key, type, description } = known;
      const about = [description, known.default === null ? '' : words.defaultValue(known.default)];
      return {
        label: key,
        displayLabel: JSON.stringify(key),
        detail: type,
        info: about.filter((part) => part !== '').join(' · '),
        apply: (view: EditorView, completion: Completion) => putKey(view, completion, known),
      };
    });
}

function valueOptions(path: JSONPath, schema: Schema, words: AssistWords): readonly Completion[] {
  const node = schemaAt(schema, path);
  const info = node === undefined ? '' : describe(node).description;
  return valuesAt(schema, path).map(({ text, isDefault }) => ({
    label: text.replaceAll('"', ''),
    displayLabel: text,
    ...(isDefault ? { detail: words.defaultValue(text), boost: 1 } : {}),
    info,
    apply: (view: EditorView) => {
      const { from, to } = tokenAt(view.state.doc.toString(), view.state.selection.main.head);
      view.dispatch({
        changes: { from, to, insert: text },
        selection: { anchor: from + text.length },
        userEvent: 'input.complete',
      });
    },
  }));
}

/** The key, and where it has no value yet one to begin with: the cursor ends within it, or it is chosen as a whole. */
function putKey(view: EditorView, completion: Completion, { key, type, stub }: KnownKey): void {
  const text = view.state.doc.toString();
  const { from, to } = tokenAt(text, view.state.selection.main.head);
  const isFollowed = /^\s*:/.test(text.slice(to));
  const empty = ['{}', '[]', '""'].includes(stub);
  const value = empty ? `${stub.slice(0, 1)}\${}${stub.slice(1)}` : `\${${stub}}`;
  const label = JSON.stringify(key).replaceAll('$', '\\$');
  snippet(isFollowed ? label : `${label}: ${value}`)(view, completion, from, to);
  if (!isFollowed && (type.includes('|') || type === 'boolean')) startCompletion(view);
}

function explanation(node: Schema): HTMLElement {
  const { type, description } = describe(node);
  const box = document.createElement('div');
  box.className = 'pb-explanation';
  const about = document.createElement('div');
  about.textContent = description;
  const kind = document.createElement('code');
  kind.textContent = type;
  box.append(about, kind);
  return box;
}

/** How explanations look. */
export const assistTheme = EditorView.theme({
  '.pb-explanation': { maxWidth: '44ch', padding: '6px 9px', lineHeight: '1.45', fontFamily: 'var(--font)' },
  '.pb-explanation code': { color: 'var(--text-dim)', fontSize: 'var(--size-tiny)' },
});
