// One token in the list: what it is good for, how long, and when it was used last.
import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { ownTokenName } from '../../shared/names.ts';
import type { TokenView } from '../../shared/tokens.ts';
import { useMessages } from '../messages/messages.ts';
import { readReach } from '../state/token-scopes.ts';
import styles from './tokens.module.css';

export interface TokenEntryProps {
  readonly token: TokenView;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly onRevoke: (token: TokenView) => void;
}

export function TokenEntry({ token, now, onRevoke }: TokenEntryProps): ReactElement {
  const words = useMessages().tokens;
  const { id, name, scopes, status, createdAt, expiresAt, lastUsedAt } = token;
  const end = { active: words.expires, expired: words.expired, outdated: words.outdated }[status];
  return (
    <li className={styles.entry} data-token={status} aria-label={name}>
      <div className={styles.head}>
        <div className={styles.names}>
          <span className={styles.name}>{name}</span>
          <span className={styles.status}>{words.status[status]}</span>
        </div>
        <Button
          size="compact-sm"
          variant="default"
          className={styles.revoke}
          aria-label={words.revokeToken(name)}
          onClick={() => onRevoke(token)}
        >
          {words.revoke}
        </Button>
      </div>
      <p className={styles.reach}>{words.reach(readReach(scopes))}</p>
      {name === ownTokenName && <p className={styles.note}>{words.own}</p>}
      <dl className={styles.facts}>
        <Fact title={words.created} hint={words.moment(createdAt)} text={words.day(createdAt)} />
        <Fact title={end} hint={words.moment(expiresAt)} text={words.fromNow(expiresAt, now)} />
        <Fact
          title={words.lastUsed}
          hint={lastUsedAt === null ? undefined : words.moment(lastUsedAt)}
          text={lastUsedAt === null ? words.never : words.fromNow(Math.min(lastUsedAt, now - 1), now)}
        />
        <Fact title={words.id} text={id} />
      </dl>
    </li>
  );
}

interface FactProps {
  readonly title: string;
  readonly text: string;
  readonly hint?: string | undefined;
}

function Fact({ title, text, hint }: FactProps): ReactElement {
  return (
    <div>
      <dt>{title}</dt>
      <dd title={hint}>{text}</dd>
    </div>
  );
}
