// What became of a run: running with its progress, or its end.
import type { ReactElement } from 'react';
import { isRecord } from '../../../../shared/is-record.ts';
import { useNow } from '../../../components/use-now.ts';
import { useMessages } from '../../../messages/messages.ts';
import type { Progress } from '../session/pending-requests.ts';
import type { Run } from '../session/runs.ts';
import { OutcomeView } from './outcome-view.tsx';
import styles from './result.module.css';

export interface RunPanelProps {
  readonly run: Run;
  readonly onRead: (uri: string) => void;
}

export function RunPanel({ run, onRead }: RunPanelProps): ReactElement {
  const words = useMessages().playground.result;
  const { outcome } = run;
  return (
    <section className={styles.panel} aria-label={words.title} aria-busy={run.isRunning}>
      <div className={styles.bar}>
        <h3 className={styles.title}>{words.title}</h3>
        {run.isRunning ? <Running startedAt={run.startedAt} /> : <Ended run={run} />}
      </div>
      {run.isRunning && run.progress !== null && <ProgressView progress={run.progress} />}
      {outcome !== null && <OutcomeView outcome={outcome} onRead={onRead} />}
    </section>
  );
}

function Running({ startedAt }: { readonly startedAt: number }): ReactElement {
  const words = useMessages().playground.result;
  const now = useNow();
  return (
    <span className={styles.state} data-state="running">
      {now - startedAt < 1000 ? words.running : words.runningFor(Math.floor((now - startedAt) / 1000) * 1000)}
    </span>
  );
}

function Ended({ run }: { readonly run: Run }): ReactElement {
  const words = useMessages().playground.result;
  const { outcome } = run;
  const durationMs = run.durationMs ?? 0;
  if (outcome?.kind === 'cancelled')
    return (
      <span className={styles.state} data-state="cancelled">
        {words.cancelled}
      </span>
    );
  const hasFailed =
    outcome?.kind === 'result' && isRecord(outcome.result) && outcome.result['isError'] === true;
  const isGood = outcome?.kind === 'result' && !hasFailed;
  const text = hasFailed ? words.toolFailed(durationMs) : isGood ? words.done(durationMs) : words.failed;
  return (
    <span className={styles.state} data-state={isGood ? 'good' : 'bad'} role="status">
      {text}
    </span>
  );
}

function ProgressView({ progress }: { readonly progress: Progress }): ReactElement {
  const words = useMessages().playground.result;
  const { progress: value, total, message } = progress;
  return (
    <div className={styles.progress}>
      <progress
        aria-label={words.progress}
        {...(total === null || total <= 0 ? {} : { value, max: total })}
      />
      <span className={styles.step}>
        {total === null ? words.step(value) : words.progressOf(value, total)}
        {message !== null && ` · ${message}`}
      </span>
    </div>
  );
}
