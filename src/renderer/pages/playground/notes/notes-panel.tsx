// What servers tell on their own: log messages, news of lists and resources. Folded to one line until somebody wants it.
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import { scrollable } from '../../../components/scrollable.ts';
import { useMessages } from '../../../messages/messages.ts';
import { useValue } from '../../../page.ts';
import type { Note, PlaygroundStore } from '../session/playground-store.ts';
import type { ServerOpening } from '../session/read-offer.ts';
import styles from './notes.module.css';

export interface NotesPanelProps {
  readonly store: PlaygroundStore;
  readonly server: string;
  readonly opening: ServerOpening | null;
}

/** MCP server/utilities/logging. */
const levels = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'];

export function NotesPanel({ store, server, opening }: NotesPanelProps): ReactElement {
  const messages = useMessages();
  const words = messages.playground.notes;
  const notes = useValue(store.notes);
  const [isOpen, setOpen] = useState(false);
  return (
    <details className={styles.panel} open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className={styles.summary}>
        <span className={styles.title}>{words.title}</span>
        <span className={styles.count}>{messages.number(notes.length)}</span>
        <span className={styles.newest}>{isOpen ? '' : lastText(notes, words.lost)}</span>
      </summary>
      {isOpen && (
        <>
          <div className={styles.tools}>
            {opening?.canLog === true && <LevelPick key={server} store={store} server={server} />}
            <RootsField store={store} />
            <Button size="compact-xs" variant="subtle" color="gray" onClick={store.clearNotes}>
              {words.clear}
            </Button>
          </div>
          <NoteList notes={notes} />
        </>
      )}
    </details>
  );
}

function LevelPick({ store, server }: Pick<NotesPanelProps, 'store' | 'server'>): ReactElement {
  const words = useMessages().playground.notes;
  const [level, setLevel] = useState('');
  return (
    <label className={styles.level}>
      {words.level}
      <NativeSelect
        size="xs"
        value={level}
        data={[{ value: '', label: words.levelUnset, disabled: level !== '' }, ...levels]}
        onChange={(event) => {
          const next = event.currentTarget.value;
          setLevel(next);
          void store.client.send(server, 'logging/setLevel', { level: next }).ended;
        }}
      />
    </label>
  );
}

function RootsField({ store }: Pick<NotesPanelProps, 'store'>): ReactElement {
  const words = useMessages().playground.notes;
  const [text, setText] = useState(() => store.roots.get().join(' '));
  const given = text.split(/\s+/u).filter((uri) => uri !== '');
  const wrong = given.find((uri) => !uri.startsWith('file:///'));
  return (
    <label className={styles.level}>
      {words.roots}
      <TextInput
        size="xs"
        className={styles.roots ?? ''}
        value={text}
        placeholder="file:///home/ada/project"
        title={words.rootsHint}
        error={wrong === undefined ? undefined : words.rootsFault(wrong.slice(0, 80))}
        aria-invalid={wrong !== undefined}
        spellCheck={false}
        onChange={(event) => {
          setText(event.currentTarget.value);
          const uris = event.currentTarget.value.split(/\s+/u).filter((uri) => uri.startsWith('file:///'));
          store.roots.set(uris);
        }}
      />
    </label>
  );
}

function NoteList({ notes }: { readonly notes: readonly Note[] }): ReactElement {
  const messages = useMessages();
  const words = messages.playground.notes;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (notes.length > 0) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [notes]);
  return (
    <div ref={list} className={styles.list} role="log" aria-label={words.title} {...scrollable}>
      {notes.length === 0 && <p className={styles.none}>{words.none}</p>}
      {notes.map(({ id, time, server, level, text }) => (
        <p key={id} className={styles.note} data-level={level}>
          <time className={styles.time}>{messages.moment(time, time)}</time>
          {level === 'lost' ? (
            <span>{words.lost(Number(text))}</span>
          ) : (
            <>
              <span className={styles.from}>{server}</span>
              <span className={styles.kind}>{level}</span>
              <span className={styles.text}>{text}</span>
            </>
          )}
        </p>
      ))}
    </div>
  );
}

function lastText(notes: readonly Note[], lost: (count: number) => string): string {
  const last = notes.at(-1);
  if (last === undefined) return '';
  return last.level === 'lost' ? lost(Number(last.text)) : last.text.slice(0, 200);
}
