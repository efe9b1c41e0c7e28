// What to look for among the calls.
import { NativeSelect, TextInput } from '@mantine/core';
import { IconArrowBarToDown, IconSearch } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import type { CallChoice, OutcomeChoice } from '../../activity/call-filter.ts';
import { ToggleButton } from '../../components/toggle-button.tsx';
import { useMessages } from '../../messages/messages.ts';
import styles from './call-filter.module.css';

export interface CallFilterProps {
  /** How many calls there are. */
  readonly known: number;
  /** How many of them are shown. */
  readonly shown: number;
  /** Names to choose from. */
  readonly clients: readonly string[];
  readonly servers: readonly string[];
  readonly choice: CallChoice;
  readonly onChange: (choice: CallChoice) => void;
  readonly follow: boolean;
  readonly onFollowChange: (follow: boolean) => void;
}

const outcomes: readonly OutcomeChoice[] = ['all', 'bad', 'running', 'answered', 'cancelled'];

export function CallFilter(props: CallFilterProps): ReactElement {
  const { known, shown, clients, servers, choice, onChange, follow, onFollowChange } = props;
  const messages = useMessages();
  const words = messages.activity;
  return (
    <div className={styles.filter} role="search">
      <TextInput
        type="search"
        size="xs"
        className={styles.query}
        aria-label={words.filter}
        placeholder={words.filter}
        leftSection={<IconSearch size={14} stroke={1.8} aria-hidden="true" />}
        value={choice.query}
        maxLength={200}
        onChange={(event) => onChange({ ...choice, query: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || choice.query === '') return;
          event.preventDefault();
          onChange({ ...choice, query: '' });
        }}
      />
      <NativeSelect
        size="xs"
        className={styles.choice}
        aria-label={words.outcome}
        value={choice.outcome}
        onChange={(event) => {
          const outcome = outcomes.find((one) => one === event.currentTarget.value);
          if (outcome !== undefined) onChange({ ...choice, outcome });
        }}
        data={outcomes.map((value) => ({ value, label: words.choices[value] }))}
      />
      <NativeSelect
        size="xs"
        className={styles.choice}
        aria-label={words.client}
        value={choice.client}
        onChange={(event) => onChange({ ...choice, client: event.currentTarget.value })}
        data={options(words.anyClient, clients, choice.client)}
      />
      <NativeSelect
        size="xs"
        className={styles.choice}
        aria-label={words.server}
        value={choice.server}
        onChange={(event) => onChange({ ...choice, server: event.currentTarget.value })}
        data={options(words.anyServer, servers, choice.server)}
      />
      <span className={styles.count}>
        {shown === known ? words.calls(shown) : words.someOf(shown, known)}
      </span>
      <ToggleButton
        label={messages.log.follow}
        icon={<IconArrowBarToDown size={14} stroke={1.8} aria-hidden="true" />}
        pressed={follow}
        onChange={onFollowChange}
      />
    </div>
  );
}

/** What was chosen stays, also while no call has it. */
function options(any: string, names: readonly string[], chosen: string): { value: string; label: string }[] {
  const all = chosen === '' || names.includes(chosen) ? names : [...names, chosen];
  return [{ value: '', label: any }, ...all.map((name) => ({ value: name, label: name }))];
}
