// Finding lines: by text, by weight, and where something failed.
import { NativeSelect, TextInput } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconFilter, IconSearch } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { KeyboardEvent, ReactElement } from 'react';
import type { LogLevel } from '../../../shared/state.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { ToggleButton } from '../../components/toggle-button.tsx';
import { useMessages } from '../../messages/messages.ts';
import styles from './log-view.module.css';
import type { LogViewState } from './use-log-view.ts';

/** From all lines to the gravest. */
const levels: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];

export function SearchTools({ view }: { readonly view: LogViewState }): ReactElement {
  const messages = useMessages();
  const words = messages.logs;
  const { choice, shown, place, choose, goTo } = view;
  const field = useRef<HTMLInputElement>(null);
  useSearchKey(field);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') goTo('found', event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape' && choice.query !== '') choose({ query: '' });
    else return;
    event.preventDefault();
  };
  const searches = choice.query !== '';
  const failures = shown.failures.length;

  return (
    <div className={styles.group} role="search">
      <TextInput
        ref={field}
        type="search"
        size="xs"
        className={styles.search}
        aria-label={words.search}
        placeholder={words.search}
        leftSection={<IconSearch size={14} stroke={1.8} aria-hidden="true" />}
        value={choice.query}
        maxLength={200}
        onChange={(event) => choose({ query: event.currentTarget.value })}
        onKeyDown={onKeyDown}
      />
      <IconButton
        label={words.previousFound}
        icon={upIcon}
        unavailable={shown.found.length === 0}
        onPress={() => goTo('found', -1)}
      />
      <IconButton
        label={words.nextFound}
        icon={downIcon}
        unavailable={shown.found.length === 0}
        onPress={() => goTo('found', 1)}
      />
      <ToggleButton
        label={words.onlyFound}
        icon={filterIcon}
        pressed={choice.onlyFound}
        onChange={(onlyFound) => choose({ onlyFound })}
      />
      <output className={styles.places} aria-live="polite">
        {searches && words.found(place, shown.found.length)}
      </output>
      <NativeSelect
        size="xs"
        className={styles.level}
        aria-label={words.level}
        value={choice.level}
        onChange={(event) => {
          const level = levels.find((one) => one === event.currentTarget.value);
          if (level !== undefined) choose({ level });
        }}
        data={levels.map((level) => ({ value: level, label: words.levels[level] }))}
      />
      <span className={styles.failures} data-some={failures > 0}>
        <IconButton
          label={words.previousFailure}
          icon={upIcon}
          unavailable={failures === 0}
          onPress={() => goTo('failures', -1)}
        />
        <span>{words.failures(failures)}</span>
        <IconButton
          label={words.nextFailure}
          icon={downIcon}
          unavailable={failures === 0}
          onPress={() => goTo('failures', 1)}
        />
      </span>
    </div>
  );
}

/** The browser's own search finds only the few lines that exist: its keys lead here. */
function useSearchKey(field: React.RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== 'f' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      event.preventDefault();
      field.current?.select();
      field.current?.focus();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [field]);
}

const upIcon = <IconChevronUp size={15} stroke={1.8} aria-hidden="true" />;
const downIcon = <IconChevronDown size={15} stroke={1.8} aria-hidden="true" />;
const filterIcon = <IconFilter size={14} stroke={1.8} aria-hidden="true" />;
