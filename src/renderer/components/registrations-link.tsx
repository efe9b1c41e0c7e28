// The way from the list of servers to those that registered themselves; stands out while somebody waits for a person.
import type { ReactElement } from 'react';
import { useMessages } from '../messages/messages.ts';
import { registrationsHash } from '../state/selection.ts';
import type { RegistrationsView } from '../../shared/registrations.ts';
import styles from './registrations-link.module.css';

export interface RegistrationsLinkProps {
  readonly registrations: RegistrationsView;
  readonly open: boolean;
}

export function RegistrationsLink({ registrations, open }: RegistrationsLinkProps): ReactElement {
  const messages = useMessages();
  const words = messages.registrations;
  const { servers } = registrations;
  const waiting = servers.filter(({ state }) => state === 'pending').length;
  return (
    <a className={styles.link} href={registrationsHash} aria-current={open ? 'page' : undefined}>
      {words.title} <span className={styles.count}>{messages.number(servers.length)}</span>
      {waiting > 0 && <span className={styles.waiting}>{words.waiting(waiting)}</span>}
    </a>
  );
}
