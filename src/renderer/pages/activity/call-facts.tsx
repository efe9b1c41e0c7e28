// The facts of one call, as names and values.
import type { ReactElement } from 'react';
import type { CallDetail } from '../../../shared/activity.ts';
import { displayTime } from '../../logs/log-text.ts';
import { useMessages } from '../../messages/messages.ts';
import styles from './call-detail.module.css';

export function CallFacts({ detail }: { readonly detail: CallDetail }): ReactElement {
  const { activity: words } = useMessages();
  const { client, clientVersion, server, target, door, protocolVersion, outcome, at, ms } = detail;
  const facts: readonly (readonly [string, string])[] = [
    [words.columns.outcome, words.outcomes[outcome]],
    [words.columns.client, [client, clientVersion].filter(Boolean).join(' ')],
    [words.columns.server, server ?? words.gateway],
    [words.detail.route, target === null ? '/mcp' : `/mcp/${target}`],
    [words.detail.transport, words.doors[door]],
    [words.detail.protocol, protocolVersion],
    [words.detail.started, displayTime(at)],
    [words.detail.took, ms === null ? '…' : words.duration(ms)],
    [words.detail.sizes, `${words.size(detail.requestBytes)} → ${words.size(detail.answerBytes)}`],
  ];
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd title={value}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
