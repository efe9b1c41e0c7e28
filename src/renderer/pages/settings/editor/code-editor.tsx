// The text of config.json in an editor: completion from the schema, faults where they stand. It holds no truth: what it
// shows is given, what is typed is told.
import { closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentOnInput } from '@codemirror/language';
import { linter, lintGutter, lintKeymap } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorState } from '@codemirror/state';
import type { Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { useEffect, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import type { ReactElement, Ref } from 'react';
import type { ConfigFault } from '../../../../shared/state.ts';
import { editorTheme } from './editor-theme.ts';
import { spanAt } from './json-places.ts';
import { jsonc } from './jsonc-language.ts';
import { assistTheme, schemaAssist } from './schema-assist.ts';
import type { AssistWords } from './schema-assist.ts';
import type { Schema } from './schema-words.ts';
import { shadowRootOf } from './shadow-place.ts';
import styles from './code-editor.module.css';

export interface EditorHandle {
  /** Puts the cursor there, both from 1, and the focus on the editor. */
  readonly goTo: (line: number, column: number) => void;
}

export interface EditorWords extends AssistWords {
  readonly label: string;
  /** Lines. */
  readonly fault: (fault: ConfigFault) => string;
  /** CodeMirror's own words by their English form. */
  readonly phrases: Readonly<Record<string, string>>;
}

export interface CodeEditorProps {
  /** What is in it at first. */
  readonly value: string;
  /** A text from elsewhere; each new object takes the place of what is in the editor. */
  readonly given: { readonly text: string };
  readonly onChange: (text: string) => void;
  /** Ctrl+S, Cmd+S. */
  readonly onSave: () => void;
  /** Never rejects. */
  readonly check: (text: string) => Promise<readonly ConfigFault[]>;
  readonly schema: Schema | null;
  readonly words: EditorWords;
  readonly handle: Ref<EditorHandle>;
}

const checkDelayMs = 300;

export function CodeEditor(props: CodeEditorProps): ReactElement {
  const { given, schema, words, handle } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const assist = useRef(new Compartment());
  const newest = useRef(props);
  useLayoutEffect(() => {
    newest.current = props;
  });

  useEffect(() => {
    if (host.current === null) return undefined;
    const root = shadowRootOf(host.current);
    const made = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: newest.current.value,
        extensions: [
          extensions(newest.current.words),
          assist.current.of([]),
          linter(
            async ({ state }) => {
              const faults = await newest.current.check(state.doc.toString());
              return faults.map((fault) => ({
                ...spanAt(state.doc, fault.line, fault.column),
                severity: 'error',
                message: newest.current.words.fault(fault),
              }));
            },
            { delay: checkDelayMs },
          ),
          keymap.of([
            {
              key: 'Mod-s',
              preventDefault: true,
              run: () => {
                newest.current.onSave();
                return true;
              },
            },
          ]),
          EditorView.updateListener.of(({ docChanged, state }) => {
            if (docChanged) newest.current.onChange(state.doc.toString());
          }),
        ],
      }),
    });
    view.current = made;
    return () => {
      view.current = null;
      made.destroy();
    };
  }, []);

  useEffect(() => {
    view.current?.dispatch({
      effects: assist.current.reconfigure(schema === null ? [] : schemaAssist(schema, words)),
    });
  }, [schema, words]);

  // What is typed comes back as `value` a moment later, when more may have been typed: only what was given replaces it.
  const shown = useRef(given);
  useEffect(() => {
    const doc = view.current?.state.doc;
    if (doc === undefined || given === shown.current) return;
    shown.current = given;
    if (doc.toString() !== given.text)
      view.current?.dispatch({ changes: { from: 0, to: doc.length, insert: given.text } });
  }, [given]);

  useImperativeHandle(handle, () => ({
    goTo: (line, column) => {
      if (view.current === null) return;
      const { from } = spanAt(view.current.state.doc, line, column);
      view.current.dispatch({
        selection: { anchor: from },
        effects: EditorView.scrollIntoView(from, { y: 'center' }),
      });
      view.current.focus();
    },
  }));

  return <div ref={host} className={styles.host} />;
}

function extensions(words: EditorWords): Extension {
  return [
    EditorState.phrases.of(words.phrases),
    EditorView.contentAttributes.of({ 'aria-label': words.label }),
    lintGutter(),
    lineNumbers(),
    highlightActiveLineGutter(),
    highlightSpecialChars(),
    history(),
    codeFolding(),
    foldGutter(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    highlightSelectionMatches(),
    search({ top: true }),
    jsonc(),
    editorTheme,
    assistTheme,
    keymap.of([
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...defaultKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...foldKeymap,
      ...lintKeymap,
    ]),
  ];
}
