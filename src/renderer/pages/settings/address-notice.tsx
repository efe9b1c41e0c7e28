// The gateway's address when it moves: who holds the old one, and what tells each of them the new one.
import type { ReactElement } from 'react';
import { IconPlugConnectedX } from '@tabler/icons-react';
import type { AddressMove, ClientAddress } from '../../../shared/configuration.ts';
import { Snippet } from '../../components/snippet.tsx';
import { useMessages } from '../../messages/messages.ts';
import styles from './address-notice.module.css';

/** Before the move. */
export function AddressMoveNotice({ move }: { readonly move: AddressMove }): ReactElement {
  const words = useMessages().settings.move;
  const { from, to, clients, sessions } = move;
  return (
    <section className={styles.notice} aria-label={words.title}>
      <IconPlugConnectedX size={17} stroke={1.8} className={styles.icon} aria-hidden="true" />
      <div className={styles.body}>
        <p className={styles.title}>{to === null ? words.toFreePort(from) : words.to(from, to)}</p>
        <p>{clients.length === 0 ? words.nobody : words.before(clients.map(({ name }) => name))}</p>
        {sessions > 0 && <p>{words.sessions(sessions)}</p>}
      </div>
    </section>
  );
}

/** After it: clients that still hold another address. */
export function StaleClients({
  clients,
  url,
}: {
  readonly clients: readonly ClientAddress[];
  readonly url: string;
}): ReactElement {
  const words = useMessages().settings.move;
  return (
    <section className={styles.notice} aria-label={words.staleTitle(clients.length)}>
      <IconPlugConnectedX size={17} stroke={1.8} className={styles.icon} aria-hidden="true" />
      <div className={styles.body}>
        <p className={styles.title}>{words.staleTitle(clients.length)}</p>
        <p>{words.stale(url)}</p>
        <ul className={styles.clients}>
          {clients.map(({ client, name, path, url: held, command }) => (
            <li key={client} className={styles.client}>
              <p>
                <strong>{name}</strong> <code>{held}</code>
              </p>
              <p className={styles.path}>{path}</p>
              <Snippet label={name} text={command} copyLabel={words.copyCommand(name)} />
            </li>
          ))}
        </ul>
        <p>{words.others}</p>
      </div>
    </section>
  );
}
