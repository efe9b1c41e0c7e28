// The fields of a server's entry, checked as one types, and beside them what would run.
import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import type { ReactElement } from 'react';
import type { ErrorView } from '../../../shared/errors.ts';
import { Failure } from '../../components/failure.tsx';
import { useMessages } from '../../messages/messages.ts';
import { lineWithoutValue, type EntryDraft } from '../../state/entry-draft.ts';
import { EntryFields } from './entry-fields.tsx';
import { EntryPreview } from './entry-preview.tsx';
import styles from './entry.module.css';
import { useEntryCheck } from './use-entry-check.ts';

export interface EntryFormProps {
  readonly draft: EntryDraft;
  readonly name: string;
  readonly entry: Readonly<Record<string, unknown>>;
  readonly isNew: boolean;
  /** Why it was refused. */
  readonly problem: ErrorView | null;
  readonly busy: boolean;
  readonly onChange: (patch: Partial<EntryDraft>) => void;
  readonly onSubmit: () => void;
  readonly onCancel: () => void;
}

export function EntryForm(props: EntryFormProps): ReactElement {
  const { draft, name, entry, isNew, problem, busy, onChange, onSubmit, onCancel } = props;
  const words = useMessages().manage.form;
  const { check, isOld } = useEntryCheck(name, entry, isNew);
  const form = useRef<HTMLFormElement>(null);
  const isTyped = draft.kind === 'command' ? draft.command.trim() !== '' : draft.url.trim() !== '';
  const line =
    draft.kind === 'command' ? lineWithoutValue(draft.env, '=') : lineWithoutValue(draft.headers, ':');
  const faults = check?.faults ?? [];
  const isReady = isTyped && !isOld && faults.length === 0 && line === null;

  useEffect(() => {
    if (problem !== null) form.current?.querySelector<HTMLElement>('[role="alert"]')?.scrollIntoView();
  }, [problem]);

  return (
    <form
      ref={form}
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && !busy) onSubmit();
        else form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
      }}
    >
      <div className={styles.columns}>
        <EntryFields draft={draft} isNew={isNew} check={check} onChange={onChange} />
        <EntryPreview draft={draft} check={isTyped ? check : null} isOld={isOld && isTyped} isNew={isNew} />
      </div>
      {problem !== null && <Failure error={problem} />}
      <div className={styles.buttons}>
        <Button size="xs" variant="default" onClick={onCancel}>
          {words.cancel}
        </Button>
        <Button size="xs" type="submit" aria-busy={busy} aria-disabled={!isReady || busy}>
          {draft.kind === 'command' ? words.next : isNew ? words.addUrl : words.save}
        </Button>
      </div>
    </form>
  );
}
