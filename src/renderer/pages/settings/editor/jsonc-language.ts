// JSON with comments for the editor: colours, indentation, folding. It knows tokens, not the configuration.
import { foldService, HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { tags } from '@lezer/highlight';
import { containersIn } from './json-places.ts';

interface LineState {
  inComment: boolean;
  /** Objects and lists that are open. */
  depth: number;
}

const words: Readonly<Record<string, string>> = { true: 'bool', false: 'bool', null: 'null' };

const language = StreamLanguage.define<LineState>({
  name: 'jsonc',
  startState: () => ({ inComment: false, depth: 0 }),
  token: (stream, state) => {
    if (state.inComment || stream.match('/*')) {
      state.inComment = !stream.match(/^.*?\*\//);
      if (state.inComment) stream.skipToEnd();
      return 'comment';
    }
    if (stream.eatSpace()) return null;
    if (stream.match('//')) {
      stream.skipToEnd();
      return 'comment';
    }
    if (stream.match(/^"(?:[^"\\]|\\.)*"?/)) return stream.match(/^\s*:/, false) ? 'propertyName' : 'string';
    if (stream.match(/^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/)) return 'number';
    const word = stream.match(/^[A-Za-z_]+/);
    if (Array.isArray(word)) return words[word[0]] ?? 'invalid';
    const mark = stream.next();
    if (mark === '{' || mark === '[') state.depth += 1;
    if (mark === '}' || mark === ']') state.depth = Math.max(0, state.depth - 1);
    return mark !== undefined && '{}[]'.includes(mark) ? 'bracket' : 'punctuation';
  },
  indent: ({ depth }, textAfter, { unit }) =>
    Math.max(0, depth - (/^\s*[}\]]/.test(textAfter) ? 1 : 0)) * unit,
  languageData: {
    commentTokens: { line: '//', block: { open: '/*', close: '*/' } },
    closeBrackets: { brackets: ['[', '{', '"'] },
    indentOnInput: /^\s*[}\]]$/,
  },
});

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--accent)' },
  { tag: tags.string, color: 'var(--good)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--warn)' },
  { tag: tags.comment, color: 'var(--text-faint)', fontStyle: 'italic' },
  { tag: [tags.bracket, tags.punctuation], color: 'var(--text-dim)' },
  { tag: tags.invalid, color: 'var(--bad)' },
]);

/** An object or list folds from behind its bracket to its end, where it has lines of its own. */
const folding = foldService.of((state, lineStart, lineEnd) => {
  const container = containersIn(state.doc).find(
    ({ from, to }) => from >= lineStart && from < lineEnd && to > lineEnd,
  );
  return container === undefined ? null : { from: container.from + 1, to: container.to - 1 };
});

export function jsonc(): Extension {
  return [language, syntaxHighlighting(colours), folding];
}
