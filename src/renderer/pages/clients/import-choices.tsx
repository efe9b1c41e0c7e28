// The servers of a client's file to choose from: each command whole, what is here already, what cannot be had and why.
import { Checkbox, PasswordInput, Switch } from '@mantine/core';
import type { ReactElement } from 'react';
import type { ImportEntry, ImportValue } from '../../../shared/clients.ts';
import { ConsentSummary } from '../../components/consent-summary.tsx';
import { Told } from '../../components/told.tsx';
import { useMessages } from '../../messages/messages.ts';
import styles from './dialogs.module.css';
import type { Choice, ImportDraft } from './use-import.ts';

export function ImportChoices({ draft }: { readonly draft: ImportDraft }): ReactElement | null {
  const words = useMessages().clients.importing;
  const { offer, task, switchOver, setSwitchOver } = draft;
  if (offer === null) return task.fault === null ? <p className={styles.dim}>{words.reading}</p> : null;
  if (offer.entries.length === 0) return <p className={styles.dim}>{words.empty}</p>;
  const { name, fileProblem } = offer;
  return (
    <>
      <p className={styles.dim}>{words.lead}</p>
      <ul className={styles.entries} aria-label={words.servers}>
        {offer.entries.map((entry) => (
          <li
            key={entry.key}
            className={styles.entry}
            data-chosen={entry.status === 'new' && draft.choiceOf(entry).chosen}
            aria-label={entry.key}
          >
            {entry.status === 'new' ? (
              <NewEntry
                entry={entry}
                choice={draft.choiceOf(entry)}
                onChoose={(change) => draft.choose(entry, change)}
              />
            ) : (
              <OtherEntry entry={entry} />
            )}
          </li>
        ))}
      </ul>
      {fileProblem === null ? (
        <Switch
          size="xs"
          label={words.switchOver(name)}
          description={words.switchHint}
          checked={switchOver}
          onChange={(event) => setSwitchOver(event.currentTarget.checked)}
        />
      ) : (
        <p className={styles.dim}>
          {words.noSwitch} <Told text={fileProblem} error={offer.fileFault} />
        </p>
      )}
    </>
  );
}

function OtherEntry({ entry }: { readonly entry: ImportEntry }): ReactElement {
  const words = useMessages().clients.importing;
  const { key, status, name, problem, obstacle } = entry;
  const why =
    status === 'duplicate'
      ? words.duplicate(name)
      : status === 'ours'
        ? words.ours
        : words.unusable(problem ?? '', obstacle);
  return (
    <div className={styles.entryHead}>
      <span className={styles.entryName}>{key}</span>
      <span className={styles.entryNote}>{why}</span>
    </div>
  );
}

interface NewEntryProps {
  readonly entry: ImportEntry;
  readonly choice: Choice;
  readonly onChoose: (change: Partial<Choice>) => void;
}

function NewEntry({ entry, choice, onChoose }: NewEntryProps): ReactElement {
  const words = useMessages().clients.importing;
  const { key, name, view, notes, leftOut = [], values } = entry;
  return (
    <>
      <div className={styles.entryHead}>
        <Checkbox
          size="xs"
          label={<span className={styles.entryName}>{key}</span>}
          aria-label={words.choose(key)}
          checked={choice.chosen}
          onChange={(event) => onChoose({ chosen: event.currentTarget.checked })}
        />
        {name !== key && <span className={styles.entryNote}>{words.as(name)}</span>}
      </div>
      {view !== null && <ConsentSummary view={view} />}
      {(leftOut.length === 0 ? notes : [words.leftOut(leftOut)]).map((note) => (
        <p key={note} className={styles.entryNote}>
          {note}
        </p>
      ))}
      {choice.chosen && values.length > 0 && <Values values={values} choice={choice} onChoose={onChoose} />}
    </>
  );
}

interface ValuesProps {
  readonly values: readonly ImportValue[];
  readonly choice: Choice;
  readonly onChoose: (change: Partial<Choice>) => void;
}

function Values({ values, choice, onChoose }: ValuesProps): ReactElement {
  const words = useMessages().clients.importing;
  const [asked, written] = [
    values.filter(({ kind }) => kind === 'input'),
    values.filter(({ kind }) => kind !== 'input'),
  ];
  const keep = (id: string, kept: boolean): void =>
    onChoose({
      secrets: kept ? [...choice.secrets, id] : choice.secrets.filter((secret) => secret !== id),
    });
  return (
    <div className={styles.values}>
      {asked.map(({ id, name }) => (
        <PasswordInput
          key={id}
          size="xs"
          label={words.ask(name)}
          autoComplete="off"
          value={choice.inputs[id] ?? ''}
          onChange={(event) => onChoose({ inputs: { ...choice.inputs, [id]: event.currentTarget.value } })}
        />
      ))}
      {written.length > 0 && (
        <fieldset className={styles.values}>
          <legend className={styles.valuesTitle}>{words.keep}</legend>
          {written.map(({ id, name }) => (
            <Checkbox
              key={id}
              size="xs"
              label={name}
              checked={choice.secrets.includes(id)}
              onChange={(event) => keep(id, event.currentTarget.checked)}
            />
          ))}
          <p className={styles.entryNote}>{words.keepHint}</p>
        </fieldset>
      )}
    </div>
  );
}
