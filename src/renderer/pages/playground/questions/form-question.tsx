// A form that a server wants to be filled in (MCP 2025-11-25, client/elicitation).
import { Button } from '@mantine/core';
import { useMemo, useRef } from 'react';
import type { ReactElement } from 'react';
import { isRecord } from '../../../../shared/is-record.ts';
import { useMessages } from '../../../messages/messages.ts';
import { FormModeButton } from '../form/form-mode-button.tsx';
import { SchemaForm } from '../form/schema-form.tsx';
import { useFormDraft } from '../form/use-form-draft.ts';
import { focusFault } from '../form/focus-fault.ts';
import type { QuestionProps } from './question-props.ts';
import styles from './questions.module.css';

export function FormQuestion({ params, onAnswer }: QuestionProps): ReactElement {
  const words = useMessages().playground;
  const { message, requestedSchema } = params;
  const schema = useMemo(() => (isRecord(requestedSchema) ? requestedSchema : {}), [requestedSchema]);
  const draft = useFormDraft(schema, null, '');
  const form = useRef<HTMLFormElement>(null);
  return (
    <form
      ref={form}
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const content = draft.finish();
        if (content === null) focusFault(form.current);
        else onAnswer({ action: 'accept', content });
      }}
    >
      {typeof message === 'string' && <p className={styles.message}>{message.slice(0, 4000)}</p>}
      <SchemaForm draft={draft} label={words.questions.reply} />
      <div className={styles.buttons}>
        <Button size="xs" type="submit">
          {words.questions.accept}
        </Button>
        <Button size="xs" variant="default" onClick={() => onAnswer({ action: 'decline' })}>
          {words.questions.decline}
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={() => onAnswer({ action: 'cancel' })}>
          {words.questions.dismiss}
        </Button>
        <FormModeButton draft={draft} />
      </div>
    </form>
  );
}
