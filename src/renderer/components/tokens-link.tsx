// The way from the list of servers to the tokens of the gateway.
import type { ReactElement } from 'react';
import { useMessages } from '../messages/messages.ts';
import { tokensHash } from '../state/selection.ts';
import styles from './registrations-link.module.css';

export function TokensLink({ open }: { readonly open: boolean }): ReactElement {
  const messages = useMessages();
  return (
    <a className={styles.link} href={tokensHash} aria-current={open ? 'page' : undefined}>
      {messages.tokens.title}
    </a>
  );
}
