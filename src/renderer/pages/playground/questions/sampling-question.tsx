// A request for a language model's answer, answered by hand (MCP 2025-11-25, client/sampling).
import { Button, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { useMessages } from '../../../messages/messages.ts';
import { keyed } from '../keyed.ts';
import { FormModeButton } from '../form/form-mode-button.tsx';
import { SchemaForm } from '../form/schema-form.tsx';
import { useFormDraft } from '../form/use-form-draft.ts';
import { FoldedText } from '../result/folded-text.tsx';
import { Message } from '../result/outcome-view.tsx';
import { TextBlock } from '../result/text-block.tsx';
import { asJsonText } from '../schema/values.ts';
import type { QuestionProps } from './question-props.ts';
import styles from './questions.module.css';

/** A model may also answer with images, or by calling tools: that is said as JSON. */
const anything = { type: 'object' };

/** More are in the whole request as JSON. */
const maxMessages = 50;

export function SamplingQuestion({ params, onAnswer }: QuestionProps): ReactElement {
  const messages = useMessages();
  const words = messages.playground.questions;
  const [text, setText] = useState('');
  const [model, setModel] = useState(words.modelDefault);
  const [stopReason, setStopReason] = useState('endTurn');
  const { messages: said, systemPrompt, maxTokens, tools } = params;
  const draft = useFormDraft(anything, null, '');
  const isJson = draft.jsonText !== null;
  const typed = { role: 'assistant', content: { type: 'text', text }, model, stopReason };
  const all: readonly unknown[] = Array.isArray(said) ? said : [];
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        const answer = isJson ? draft.finish() : typed;
        if (answer !== null) onAnswer(answer);
      }}
    >
      <p className={styles.lead}>
        {words.samplingLead}
        {typeof maxTokens === 'number' && ` ${words.maxTokens(maxTokens)}.`}
        {Array.isArray(tools) && tools.length > 0 && ` ${words.tools(tools.length)}.`}
      </p>
      {typeof systemPrompt === 'string' && (
        <TextBlock label={words.system} text={systemPrompt} fileName="system-prompt.txt" />
      )}
      {keyed(all.slice(0, maxMessages)).map(({ place, item }) => (
        <Message key={place} message={item} onRead={() => {}} />
      ))}
      <FoldedText label={words.wholeRequest} value={params} fileName="request.json" />
      {isJson ? (
        <SchemaForm draft={draft} label={words.reply} />
      ) : (
        <>
          <Textarea
            size="xs"
            label={words.reply}
            value={text}
            rows={3}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <div className={styles.pair}>
            <TextInput
              size="xs"
              label={words.model}
              value={model}
              onChange={(event) => setModel(event.currentTarget.value)}
            />
            <TextInput
              size="xs"
              label={words.stopReason}
              value={stopReason}
              onChange={(event) => setStopReason(event.currentTarget.value)}
            />
          </div>
        </>
      )}
      <div className={styles.buttons}>
        <Button size="xs" type="submit">
          {words.accept}
        </Button>
        <Button size="xs" variant="default" onClick={() => onAnswer(null)}>
          {words.refuse}
        </Button>
        <FormModeButton
          draft={{
            ...draft,
            showJson: (isShown) => (isShown ? draft.setJsonText(asJsonText(typed)) : draft.leaveJson()),
          }}
        />
      </div>
    </form>
  );
}
