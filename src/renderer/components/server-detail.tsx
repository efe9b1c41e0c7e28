// One server at length: what it is doing, what is wrong, its facts, its log.
import { Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import type { ReactElement, ReactNode } from 'react';
import { useMessages } from '../messages/messages.ts';
import type { AppState, ServerView } from '../../shared/state.ts';
import { EnabledSwitch } from './enabled-switch.tsx';
import { LogPanel } from './log-panel.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import { useServerControls } from './server-controls.tsx';
import type { ServerControl } from './server-controls.tsx';
import styles from './server-detail.module.css';
import { ServerFacts } from './server-facts.tsx';
import { ServerSentence } from './server-sentence.tsx';
import { StatusMark } from './status-mark.tsx';

export interface ServerDetailProps {
  readonly server: ServerView;
  readonly state: AppState;
  readonly onBack: () => void;
  /** Besides those that every server has. */
  readonly controls?: ReactNode;
  /** Links to its parts. */
  readonly parts?: ReactNode;
  /** What is shown instead of facts and log. */
  readonly children?: ReactNode;
}

export function ServerDetail(props: ServerDetailProps): ReactElement {
  const { server, state, onBack, parts, children } = props;
  const messages = useMessages();
  const controls = useServerControls(server);
  return (
    <section className={styles.detail} aria-labelledby="detail-title">
      <div className={styles.top}>
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          className={styles.back}
          data-back
          leftSection={<IconArrowLeft size={15} aria-hidden="true" />}
          onClick={onBack}
        >
          {messages.detail.back}
        </Button>
        <div className={styles.head}>
          <div className={styles.title}>
            <StatusMark server={server} />
            <h2 id="detail-title" className={styles.name}>
              {server.name}
            </h2>
            <p className={styles.summary}>
              {server.problem === null ? <ServerSentence server={server} /> : messages.status[server.status]}
            </p>
          </div>
          {controls !== null && (
            <div className={styles.controls}>
              {controls.enabled !== null && (
                <EnabledSwitch
                  control={controls.enabled}
                  name={messages.action.enabledServer(server.name)}
                  label={messages.action.enabled}
                />
              )}
              <ControlButton control={controls.restart} />
              <ControlButton control={controls.power} />
              {props.controls}
            </div>
          )}
        </div>
        {server.problem !== null && <ProblemNotice server={server} problem={server.problem} />}
        {parts}
        {children === undefined && <ServerFacts server={server} state={state} />}
      </div>
      {children ?? <LogPanel source={server.name} own={server.source === 'built-in'} />}
    </section>
  );
}

function ControlButton({ control }: { readonly control: ServerControl }): ReactElement {
  return (
    <Button
      size="xs"
      variant="default"
      className={styles.control}
      aria-label={control.fullLabel}
      aria-busy={control.busy}
      aria-disabled={control.busy || control.unavailable}
      data-quiet={control.unavailable && !control.busy}
      leftSection={control.icon}
      onClick={() => {
        if (!control.busy && !control.unavailable) control.press();
      }}
    >
      {control.label}
    </Button>
  );
}
