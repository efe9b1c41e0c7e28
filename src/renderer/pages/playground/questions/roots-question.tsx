// The folders that a server may use (MCP 2025-11-25, client/roots).
import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { useMessages } from '../../../messages/messages.ts';
import type { QuestionProps } from './question-props.ts';
import styles from './questions.module.css';

export function RootsQuestion({ onAnswer }: QuestionProps): ReactElement {
  const words = useMessages().playground.questions;
  const [text, setText] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        const wrong = lines.find((line) => !line.startsWith('file:///'));
        setFault(wrong === undefined ? null : words.rootsFault(wrong));
        if (wrong === undefined) onAnswer({ roots: lines.map((uri) => ({ uri })) });
      }}
    >
      <Textarea
        size="xs"
        label={words.rootsField}
        description={words.rootsHint}
        value={text}
        error={fault}
        rows={3}
        spellCheck={false}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <div className={styles.buttons}>
        <Button size="xs" type="submit">
          {words.accept}
        </Button>
        <Button size="xs" variant="default" onClick={() => onAnswer(null)}>
          {words.refuse}
        </Button>
      </div>
    </form>
  );
}
