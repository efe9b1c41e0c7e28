// Another name for a tool; its own one takes the other name away.
import { Button, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import { toolNamePattern } from '../../../shared/tool-name.ts';
import type { ToolDetail } from '../../../shared/server-detail.ts';
import { useMessages } from '../../messages/messages.ts';
import styles from './tool-item.module.css';

export interface ToolNameProps {
  readonly tool: ToolDetail;
  readonly onSave: (name: string) => Promise<void>;
  readonly onDone: () => void;
}

export function ToolName({ tool, onSave, onDone }: ToolNameProps): ReactElement {
  const words = useMessages().manage.tools;
  const [name, setName] = useState(tool.shownName);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const isFaulty = name !== '' && name !== tool.name && !toolNamePattern.test(name);
  return (
    <form
      className={styles.naming}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isFaulty) void onSave(name);
      }}
    >
      <TextInput
        size="xs"
        ref={input}
        aria-label={words.newName(tool.name)}
        placeholder={tool.name}
        value={name}
        error={isFaulty ? words.nameFault : null}
        aria-invalid={isFaulty}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => setName(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onDone();
        }}
      />
      <Button size="xs" type="submit" aria-disabled={isFaulty}>
        {words.save}
      </Button>
      <Button size="xs" variant="default" onClick={onDone}>
        {words.cancel}
      </Button>
    </form>
  );
}
