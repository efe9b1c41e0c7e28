// A form with the button that sends it, the one that stops it, and what came of it. What is sent where is its user's part.
import { Button, Loader } from '@mantine/core';
import { IconPlayerPlayFilled, IconPlayerStopFilled } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import type { ReactElement, ReactNode, RefObject } from 'react';
import { useMessages } from '../../../messages/messages.ts';
import { focusFault } from '../form/focus-fault.ts';
import { RunPanel } from '../result/run-panel.tsx';
import type { Run } from '../session/runs.ts';
import styles from './items.module.css';

export interface RunFormProps {
  /** The button's word while nothing has been sent. */
  readonly action: string;
  readonly run: Run | undefined;
  /** False: something is wrong with the form, and said there. */
  readonly onRun: () => boolean;
  readonly onCancel: () => void;
  readonly onRead: (uri: string) => void;
  readonly children: ReactNode;
  /** Further controls beside the button. */
  readonly tools?: ReactNode;
}

export function RunForm(props: RunFormProps): ReactElement {
  const { action, run, onRun, onCancel, onRead, children, tools } = props;
  const words = useMessages().playground;
  const form = useRef<HTMLFormElement>(null);
  const isRunning = run?.isRunning === true;
  const send = (): void => {
    if (!isRunning && !onRun()) focusFault(form.current);
  };
  useSubmitKey(form);
  return (
    <>
      <form
        ref={form}
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        {children}
        <div className={styles.buttons}>
          <Button
            size="xs"
            type="submit"
            aria-disabled={isRunning}
            leftSection={isRunning ? <Loader size={13} color="currentColor" aria-hidden="true" /> : playIcon}
          >
            {action}
          </Button>
          {isRunning && (
            <Button size="xs" variant="default" leftSection={stopIcon} onClick={onCancel}>
              {words.cancel}
            </Button>
          )}
          {tools !== undefined && <span className={styles.tools}>{tools}</span>}
        </div>
      </form>
      {run !== undefined && <RunPanel run={run} onRead={onRead} />}
    </>
  );
}

const playIcon = <IconPlayerPlayFilled size={13} aria-hidden="true" />;
const stopIcon = <IconPlayerStopFilled size={13} aria-hidden="true" />;

/** Ctrl or Command with Enter sends, wherever in the form; Enter alone may be a new line. */
function useSubmitKey(form: RefObject<HTMLFormElement | null>): void {
  useEffect(() => {
    const element = form.current;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      element?.requestSubmit();
    };
    element?.addEventListener('keydown', onKey);
    return () => element?.removeEventListener('keydown', onKey);
  }, [form]);
}
