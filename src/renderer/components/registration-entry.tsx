// One registered server: how it is, what is known of it, and what a person can decide.
import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { useMessages } from '../messages/messages.ts';
import type { Messages } from '../messages/messages.ts';
import { useActionState, usePage, useValue } from '../page.ts';
import { actionKey } from '../state/action-store.ts';
import type { RegistrationView } from '../../shared/registrations.ts';
import { routeHash } from '../state/routes.ts';
import { CopyButton } from './copy-button.tsx';
import styles from './registrations.module.css';
import { Told } from './told.tsx';

export interface RegistrationEntryProps {
  readonly server: RegistrationView;
  /** How many have its id. */
  readonly copies: number;
  /** Epoch milliseconds. */
  readonly now: number;
}

export function RegistrationEntry({ server, copies, now }: RegistrationEntryProps): ReactElement {
  const messages = useMessages();
  const words = messages.registrations;
  const { key, name, id, url, description, state, problem, kind } = server;
  return (
    <li className={styles.entry} data-state={state} aria-label={key}>
      <div className={styles.head}>
        <div className={styles.names}>
          {kind === null ? (
            <span className={styles.key}>{key}</span>
          ) : (
            <a className={styles.key} href={routeHash('servers', key)}>
              {key}
            </a>
          )}
          <span className={styles.state}>{words.state[state]}</span>
          {name !== id && (
            <span className={styles.name} title={name}>
              {name}
            </span>
          )}
        </div>
        <span className={styles.buttons}>
          {state === 'pending' && <Decision server={key} action="approve" label={words.approve} />}
          <Decision server={key} action="unregister" label={words.remove} />
        </span>
      </div>
      <div className={styles.url}>
        <code title={url}>{url}</code>
        <CopyButton text={url} label={messages.copy.snippet(url)} />
      </div>
      {description !== null && description !== '' && (
        <p className={styles.description} title={description}>
          {description}
        </p>
      )}
      {problem !== null && (
        <p className={styles.problem}>
          <Told text={problem} error={server.fault} />
        </p>
      )}
      <dl className={styles.facts}>
        {factsOf(server, copies, now, messages).map(([title, value]) => (
          <div key={title}>
            <dt>{title}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
}

interface DecisionProps {
  readonly server: string;
  readonly action: 'approve' | 'unregister';
  readonly label: string;
}

function Decision({ server, action, label }: DecisionProps): ReactElement {
  const { actions, bridge } = usePage();
  const isBusy = useActionState().pending.has(actionKey(server, action));
  const isOff = useValue(bridge.connection) !== 'live' || isBusy;
  return (
    <Button
      size="compact-sm"
      variant={action === 'approve' ? 'filled' : 'default'}
      aria-label={`${label} ${server}`}
      aria-busy={isBusy}
      aria-disabled={isOff}
      onClick={() => {
        if (!isOff) void actions.run(server, action);
      }}
    >
      {label}
    </Button>
  );
}

function factsOf(
  server: RegistrationView,
  copies: number,
  now: number,
  messages: Messages,
): readonly [string, string][] {
  const words = messages.registrations;
  const { kind, copy, lastHeartbeatAt, leaseEndsAt, registeredAt, tools, caller } = server;
  return [
    [words.kind, kind === null ? messages.unknown : words.kinds[kind]],
    [words.tools, tools === null ? messages.unknown : messages.number(tools)],
    [
      words.heartbeat,
      lastHeartbeatAt === null
        ? messages.unknown
        : words.ago(words.seconds(Math.max(0, now - lastHeartbeatAt))),
    ],
    [words.lease, leaseEndsAt === null ? messages.unknown : words.seconds(Math.max(0, leaseEndsAt - now))],
    [words.copy, copies === 1 ? words.onlyCopy : words.ofCopies(copy, copies)],
    [words.since, messages.moment(registeredAt, now)],
    [words.from, caller],
  ];
}
