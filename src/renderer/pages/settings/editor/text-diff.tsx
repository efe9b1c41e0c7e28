// What is different between two texts, as lines that go and lines that come, with what is around them.
import { unifiedMergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import type { ReactElement } from 'react';
import { scrollable } from '../../../components/scrollable.ts';
import { editorTheme } from './editor-theme.ts';
import { jsonc } from './jsonc-language.ts';
import { shadowRootOf } from './shadow-place.ts';
import styles from './code-editor.module.css';

export interface TextDiffProps {
  readonly before: string;
  readonly after: string;
  readonly label: string;
  readonly phrases: Readonly<Record<string, string>>;
}

export function TextDiff({ before, after, label, phrases }: TextDiffProps): ReactElement {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (host.current === null) return undefined;
    const root = shadowRootOf(host.current);
    const view = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: after,
        extensions: [
          EditorState.phrases.of(phrases),
          EditorState.readOnly.of(true),
          EditorView.editable.of(false),
          EditorView.contentAttributes.of({ 'aria-label': label }),
          lineNumbers(),
          jsonc(),
          editorTheme,
          unifiedMergeView({
            original: before,
            mergeControls: false,
            collapseUnchanged: { margin: 3, minSize: 5 },
          }),
        ],
      }),
    });
    return () => view.destroy();
  }, [before, after, label, phrases]);
  return <div ref={host} className={styles.diff} role="group" aria-label={label} {...scrollable} />;
}
