// The facts of one server: where it is reached, what runs, and its numbers. The built-in one stands for Patchbay itself.
import type { ReactElement, ReactNode } from 'react';
import { useMessages } from '../messages/messages.ts';
import type { Messages } from '../messages/messages.ts';
import type { AppState, ServerView } from '../../shared/state.ts';
import { CopyButton } from './copy-button.tsx';
import styles from './server-facts.module.css';

export interface ServerFactsProps {
  readonly server: ServerView;
  readonly state: AppState;
}

export function ServerFacts({ server, state }: ServerFactsProps): ReactElement {
  const messages = useMessages();
  const own = server.source === 'built-in';
  const words = messages.detail;
  return (
    <section className={styles.facts} aria-label={words.facts(server.name)}>
      <dl className={styles.lines}>
        <Line name={words.address} value={server.url} copyLabel={messages.copy.serverAddress(server.name)} />
        {own ? (
          <>
            <Line name={words.configFile} value={state.config.path} copyLabel={messages.copy.configPath} />
            <Line
              name={words.dataFolder}
              value={state.dataDir}
              copyLabel={messages.copy.snippet(state.dataDir)}
            />
          </>
        ) : (
          <Line
            name={server.kind === 'stdio' ? words.command : words.remote}
            value={server.target}
            copyLabel={messages.copy.target}
          />
        )}
      </dl>
      <dl className={styles.numbers}>
        {numbers(server, state, messages).map(([name, value]) => (
          <div key={name} className={styles.number}>
            <dt>{name}</dt>
            <dd title={value}>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

interface LineProps {
  readonly name: string;
  readonly value: string | null;
  readonly copyLabel: string;
}

function Line({ name, value, copyLabel }: LineProps): ReactNode {
  const messages = useMessages();
  return (
    <div className={styles.line}>
      <dt>{name}</dt>
      <dd>
        <code title={value ?? undefined}>{value ?? messages.unknown}</code>
        {value !== null && <CopyButton text={value} label={copyLabel} />}
      </dd>
    </div>
  );
}

function lastSeen({ lastSeenAt }: ServerView, messages: Messages): readonly [string, string] {
  const { detail, moment, unknown } = messages;
  return [detail.lastSeenAt, lastSeenAt === null ? unknown : moment(lastSeenAt, Date.now())];
}

function numbers(
  server: ServerView,
  state: AppState,
  messages: Messages,
): readonly (readonly [string, string])[] {
  const words = messages.detail;
  const own = server.source === 'built-in';
  const amount = (value: number | null): string =>
    value === null ? messages.unknown : messages.number(value);
  const startedAt = own ? state.startedAt : server.startedAt;
  const pids = own ? [state.pid] : server.pids;
  return [
    [words.sessions, amount(server.sessions)],
    [words.inFlight, amount(server.inFlight)],
    [words.tools, amount(server.tools)],
    [words.resources, amount(server.resources)],
    [words.prompts, amount(server.prompts)],
    [words.restarts, amount(server.restarts)],
    [words.startedAt, startedAt === null ? messages.unknown : messages.moment(startedAt, Date.now())],
    ...(own ? [] : [lastSeen(server, messages)]),
    [words.processes, pids.length === 0 ? messages.unknown : pids.join(', ')],
    [words.kind, messages.kind[server.kind]],
    [words.protocol, server.protocolVersion ?? messages.unknown],
    [messages.manage.era, server.era === null ? messages.unknown : messages.manage.eras[server.era]],
    [
      words.server,
      server.serverInfo === null
        ? messages.unknown
        : `${server.serverInfo.name} ${server.serverInfo.version}`,
    ],
  ];
}
