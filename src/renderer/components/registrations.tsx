// Who registered by itself: servers, with those first that wait for a person, and clients; and we ourselves elsewhere.
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { useMessages } from '../messages/messages.ts';
import type { AnnouncementView } from '../../shared/announcement.ts';
import type { ClientView, RegistrationsView } from '../../shared/registrations.ts';
import { OwnAnnouncement } from './own-announcement.tsx';
import { PageHeading } from './page-heading.tsx';
import { RegistrationEntry } from './registration-entry.tsx';
import styles from './registrations.module.css';
import { useNow } from './use-now.ts';

/** More than anybody looks through, and few enough to be painted each second. */
const shownAtFirst = 100;

export interface RegistrationsProps {
  readonly registrations: RegistrationsView;
  readonly announcement: AnnouncementView;
}

export function Registrations({ registrations, announcement }: RegistrationsProps): ReactElement {
  const messages = useMessages();
  const words = messages.registrations;
  const now = useNow();
  const [most, setMost] = useState(shownAtFirst);
  const { servers, clients } = registrations;
  const isWaiting = (index: number): number => (servers[index]?.state === 'pending' ? 0 : 1);
  const order = servers.map((_, index) => index).sort((one, other) => isWaiting(one) - isWaiting(other));
  return (
    <section className={styles.pane} aria-labelledby="registrations-title">
      <PageHeading id="registrations-title">{words.title}</PageHeading>
      {servers.length === 0 ? (
        <p className={styles.empty}>{words.empty}</p>
      ) : (
        <ul className={styles.list}>
          {order.slice(0, most).map((index) => {
            const server = servers[index];
            return server && <RegistrationEntry key={server.key} server={server} now={now} />;
          })}
        </ul>
      )}
      {order.length > most && (
        <Button
          size="compact-sm"
          variant="default"
          className={styles.more}
          onClick={() => setMost(most + shownAtFirst)}
        >
          {words.more(Math.min(shownAtFirst, order.length - most), order.length - most)}
        </Button>
      )}
      <OwnAnnouncement announcement={announcement} now={now} />
      <h2 className={styles.subtitle}>{words.clients}</h2>
      {clients.length === 0 ? (
        <p className={styles.empty}>{words.noClients}</p>
      ) : (
        <ul className={styles.clients}>
          {clients.map((client) => (
            <Client key={`${client.name} ${client.version}`} client={client} now={now} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Client({ client, now }: { readonly client: ClientView; readonly now: number }): ReactElement {
  const messages = useMessages();
  const words = messages.registrations;
  return (
    <li className={styles.client}>
      <span className={styles.clientName} title={client.name}>
        {client.name} {client.version}
      </span>
      <span>{messages.header.sessions(client.sessions)}</span>
      <span>{words.active(words.seconds(Math.max(0, now - client.lastActivityAt)))}</span>
    </li>
  );
}
