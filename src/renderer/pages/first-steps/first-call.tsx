// The last of the first steps: a tool of the built-in server, called from here.
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { isRecord } from '../../../shared/is-record.ts';
import { builtInServerName } from '../../../shared/names.ts';
import { FaultLine } from '../../components/fault-line.tsx';
import { scrollable } from '../../components/scrollable.ts';
import { useTask } from '../../components/use-task.ts';
import { useMessages } from '../../messages/messages.ts';
import { usePage } from '../../page.ts';
import styles from './first-steps.module.css';
import { Step } from './step.tsx';

interface Answer {
  readonly text: string;
  readonly isError: boolean;
  readonly milliseconds: number;
}

export function FirstCall(): ReactElement {
  const words = useMessages().clients.steps;
  const { bridge, announcement } = usePage();
  const { busy, fault, run } = useTask();
  const [answer, setAnswer] = useState<Answer | null>(null);
  const call = async (): Promise<void> => {
    const startedAt = performance.now();
    await run(async () => {
      const { result, isError } = await bridge.client.callTool({
        server: builtInServerName,
        tool: 'list_servers',
        arguments: {},
      });
      const milliseconds = Math.max(1, Math.round(performance.now() - startedAt));
      setAnswer({ text: textOf(result), isError, milliseconds });
      announcement.set(words.called(milliseconds));
    });
  };
  return (
    <Step title={words.call} isDone={answer !== null && !answer.isError}>
      <p>{words.callText}</p>
      <Button
        size="compact-sm"
        variant="default"
        className={styles.call}
        aria-busy={busy}
        aria-disabled={busy}
        onClick={() => void call()}
      >
        {words.callButton}
      </Button>
      <FaultLine text={fault} />
      {answer !== null && (
        <>
          <p>{answer.isError ? words.callFailed : words.called(answer.milliseconds)}</p>
          <pre className={styles.answer} aria-label={words.answer} role="region" {...scrollable}>
            {answer.text}
          </pre>
        </>
      )}
    </Step>
  );
}

/** The texts of a CallToolResult, or all of it. */
function textOf(result: unknown): string {
  const content = isRecord(result) && Array.isArray(result['content']) ? result['content'] : [];
  const texts = content.flatMap((part: unknown) =>
    isRecord(part) && typeof part['text'] === 'string' ? [part['text']] : [],
  );
  return texts.length > 0 ? texts.join('\n') : JSON.stringify(result, null, 2);
}
