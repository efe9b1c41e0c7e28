// config.json among the settings: the file in an editor, what is wrong with it, and its earlier versions.
import { Button } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import type { AppState, ConfigFault } from '../../../../shared/state.ts';
import { CopyButton } from '../../../components/copy-button.tsx';
import { Failure } from '../../../components/failure.tsx';
import { useMessages } from '../../../messages/messages.ts';
import { usePage } from '../../../page.ts';
import { lazyPart } from '../../lazy-part.ts';
import type { EditorHandle } from '../editor/code-editor.tsx';
import type { Schema } from '../editor/schema-words.ts';
import { asEdited } from './config-drafts.ts';
import { FaultList } from './fault-list.tsx';
import { ReviewDialog } from './review-dialog.tsx';
import { useConfigText } from './use-config-text.ts';
import { Versions } from './versions.tsx';
import styles from './configuration-part.module.css';

/** The editor is as large as the rest of the page: loaded only where it is shown. */
const editor = lazyPart(async () => (await import('../editor/code-editor.tsx')).CodeEditor);

export function ConfigurationPart({ state }: { readonly state: AppState }): ReactElement {
  const { configuration: words, server } = useMessages();
  const { bridge, announcement } = usePage();
  const { draft, isChanged, theirs, problem, type, restore, discard, keepMine, saved } = useConfigText();
  const schema = useSchema();
  const [faults, setFaults] = useState<readonly ConfigFault[]>([]);
  const [reviewing, setReviewing] = useState<string | null>(null);
  const [showsVersions, setShowsVersions] = useState(false);
  const handle = useRef<EditorHandle>(null);
  const saveButton = useRef<HTMLButtonElement>(null);

  const check = useCallback(
    async (text: string): Promise<readonly ConfigFault[]> => {
      const found = await bridge.client.checkConfig({ text }).then(
        ({ faults: told }) => told,
        () => null,
      );
      if (found !== null) setFaults(found);
      return found ?? [];
    },
    [bridge],
  );
  const editorWords = useMemo(
    () => ({
      label: words.editor.label,
      phrases: words.editor.phrases(),
      defaultValue: words.defaultValue,
      fault: (fault: ConfigFault) => {
        const { message, expected, detail } = server.fault(fault);
        return [message, ...(expected === undefined ? [] : [words.expected(expected)]), detail]
          .filter((line) => line !== undefined)
          .join('\n');
      },
    }),
    [words, server],
  );
  const canSave = isChanged && theirs === null && faults.length === 0;
  const review = (): void => {
    if (canSave && draft !== null) setReviewing(draft.text);
  };

  return (
    <section className={styles.part} aria-label={words.title}>
      <div className={styles.bar}>
        <p className={styles.path}>
          <code title={state.config.path}>{state.config.path}</code>
          <CopyButton text={state.config.path} label={words.copyPath} />
        </p>
        <p className={styles.status} role="status">
          {draft === null ? problem === null && words.reading : isChanged ? words.unsaved : words.unchanged}
        </p>
        <div className={styles.buttons}>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconHistory size={14} stroke={1.9} aria-hidden="true" />}
            aria-expanded={showsVersions}
            onClick={() => setShowsVersions(!showsVersions)}
          >
            {words.versions}
          </Button>
          <Button size="xs" variant="default" disabled={!isChanged} onClick={discard}>
            {words.discard}
          </Button>
          <Button ref={saveButton} size="xs" disabled={!canSave} onClick={review}>
            {words.review}
          </Button>
        </div>
      </div>
      {problem !== null && (
        <div className={styles.problem}>
          <Failure error={problem} />
        </div>
      )}
      {theirs !== null && (
        <div className={styles.theirs} role="alert">
          <p>{words.changedOutside}</p>
          <div className={styles.buttons}>
            <Button size="compact-sm" variant="default" onClick={discard}>
              {words.takeTheirs}
            </Button>
            <Button size="compact-sm" variant="default" onClick={keepMine}>
              {words.keepMine}
            </Button>
          </div>
        </div>
      )}
      <div className={styles.work} data-versions={showsVersions}>
        <div className={styles.editor}>
          {draft?.base.text === null ? (
            <p className={styles.nothing}>{words.notText}</p>
          ) : (
            draft !== null && (
              <Suspense fallback={<p className={styles.nothing}>{words.reading}</p>}>
                <editor.Component
                  value={draft.text}
                  given={draft.given}
                  onChange={type}
                  onSave={review}
                  check={check}
                  schema={schema}
                  words={editorWords}
                  handle={handle}
                />
              </Suspense>
            )
          )}
        </div>
        {showsVersions && draft !== null && (
          <Versions
            onRestore={(text) => {
              // By the way that every change takes, over what the file holds now.
              restore(text);
              setFaults([]);
              setReviewing(asEdited(text));
            }}
          />
        )}
      </div>
      <FaultList
        faults={draft?.base.text === null ? draft.base.faults : faults}
        onChoose={({ line, column }) => handle.current?.goTo(line, column)}
      />
      {reviewing !== null && draft !== null && (
        <ReviewDialog
          base={draft.base}
          text={reviewing}
          onSaved={(text) => {
            saved(text);
            setReviewing(null);
            announcement.set(words.savedNow);
          }}
          onClose={() => {
            setReviewing(null);
            saveButton.current?.focus();
          }}
        />
      )}
    </section>
  );
}

/** null until it is there; the editor works without. */
function useSchema(): Schema | null {
  const { bridge } = usePage();
  const [schema, setSchema] = useState<Schema | null>(null);
  useEffect(() => {
    bridge.client.readConfigSchema({}).then(setSchema, () => undefined);
  }, [bridge]);
  return schema;
}
