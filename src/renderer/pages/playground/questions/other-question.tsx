// A question of a kind that has no form of its own: shown and answered as JSON.
import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { useMessages } from '../../../messages/messages.ts';
import { SchemaForm } from '../form/schema-form.tsx';
import { useFormDraft } from '../form/use-form-draft.ts';
import { TextBlock } from '../result/text-block.tsx';
import type { QuestionProps } from './question-props.ts';
import styles from './questions.module.css';

const anything = { type: 'object' };

export function OtherQuestion({ params, onAnswer }: QuestionProps): ReactElement {
  const words = useMessages().playground.questions;
  const draft = useFormDraft(anything, null, '');
  const shown = { ...draft, jsonText: draft.jsonText ?? '{}' };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        const result = draft.finish();
        if (result !== null) onAnswer(result);
      }}
    >
      <TextBlock label={words.wholeRequest} text={JSON.stringify(params, null, 2)} fileName="request.json" />
      <SchemaForm draft={shown} label={words.otherField} />
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
