// A text argument of a prompt or a template, with what the server suggests for it.
import { TextInput } from '@mantine/core';
import { useId, useState } from 'react';
import type { ReactElement } from 'react';
import { useMessages } from '../../../messages/messages.ts';
import type { PlaygroundStore } from '../session/playground-store.ts';
import { useCompletion, type CompletionRef } from './use-completion.ts';

export interface ArgumentFieldProps {
  readonly store: PlaygroundStore;
  readonly server: string;
  readonly reference: CompletionRef;
  readonly canComplete: boolean;
  readonly name: string;
  readonly description: string | null;
  readonly isRequired: boolean;
  readonly isMissing: boolean;
  readonly values: Readonly<Record<string, string>>;
  readonly onChange: (value: string) => void;
}

export function ArgumentField(props: ArgumentFieldProps): ReactElement {
  const { store, server, reference, canComplete, name, description, isRequired, isMissing, values } = props;
  const words = useMessages().playground.form;
  const listId = useId();
  const [isFocused, setFocused] = useState(false);
  const value = values[name] ?? '';
  const { [name]: _own, ...others } = values;
  const suggested = useCompletion({
    store,
    server,
    reference,
    argument: name,
    value,
    others,
    isWanted: canComplete && isFocused,
  });
  return (
    <>
      <TextInput
        size="xs"
        label={name}
        description={description?.slice(0, 600)}
        required={isRequired}
        value={value}
        list={listId}
        autoComplete="off"
        spellCheck={false}
        error={isMissing ? words.fault({ kind: 'missing' }) : undefined}
        aria-invalid={isMissing}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      />
      <datalist id={listId}>
        {suggested.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </datalist>
    </>
  );
}
