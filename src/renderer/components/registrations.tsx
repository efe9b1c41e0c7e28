// Who registered by itself: servers, with those first that wait for a person, and clients; and we ourselves elsewhere.
import { Button, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import { useMessages } from '../messages/messages.ts';
import type { AnnouncementView } from '../../shared/announcement.ts';
import type { ClientView, RegistrationView, RegistrationsView } from '../../shared/registrations.ts';
import { OwnAnnouncement } from './own-announcement.tsx';
import { PageHeading } from './page-heading.tsx';
import { RegistrationEntry } from './registration-entry.tsx';
import styles from './registrations.module.css';
import { useNow } from './use-now.ts';

/** More than anybody looks through, and few enough to be painted each second. */
const shownAtFirst = 100;
/** So many are found by eye. */
const fewServers = 6;

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
  const [filter, setFilter] = useState('');
  const copies = useMemo(() => copiesOf(servers), [servers]);
  const found = useMemo(() => waitingFirst(servers.filter((one) => isFound(one, filter))), [servers, filter]);
  return (
    <section className={styles.pane} aria-labelledby="registrations-title">
      <div className={styles.top}>
        <PageHeading id="registrations-title">{words.title}</PageHeading>
        {servers.length > fewServers && (
          <TextInput
            size="xs"
            type="search"
            className={styles.filter}
            aria-label={words.filter}
            placeholder={words.filter}
            leftSection={<IconSearch size={14} stroke={1.8} aria-hidden="true" />}
            value={filter}
            onChange={(event) => setFilter(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') setFilter('');
            }}
          />
        )}
      </div>
      {servers.length === 0 ? (
        <p className={styles.empty}>{words.empty}</p>
      ) : (
        <ul className={styles.list}>
          {found.slice(0, most).map((server) => (
            <RegistrationEntry
              key={server.key}
              server={server}
              copies={copies.get(server.id) ?? 1}
              now={now}
            />
          ))}
        </ul>
      )}
      {servers.length > 0 && found.length === 0 && <p className={styles.empty}>{words.noMatch(filter)}</p>}
      {found.length > most && (
        <Button
          size="compact-sm"
          variant="default"
          className={styles.more}
          onClick={() => setMost(most + shownAtFirst)}
        >
          {words.more(Math.min(shownAtFirst, found.length - most), found.length - most)}
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

function copiesOf(servers: readonly RegistrationView[]): ReadonlyMap<string, number> {
  const copies = new Map<string, number>();
  for (const { id } of servers) copies.set(id, (copies.get(id) ?? 0) + 1);
  return copies;
}

function waitingFirst(servers: readonly RegistrationView[]): readonly RegistrationView[] {
  const rank = ({ state }: RegistrationView): number => (state === 'pending' ? 0 : 1);
  return servers.toSorted((one, other) => rank(one) - rank(other));
}

function isFound({ key, name, url, state }: RegistrationView, filter: string): boolean {
  const text = `${key} ${name} ${url} ${state}`.toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function Client({ client, now }: { readonly client: ClientView; readonly now: number }): ReactElement {
  const messages = useMessages();
  const words = messages.registrations;
  return (
    <li className={styles.client}>
      <span className={styles.clientName} title={`${client.name} ${client.version}`}>
        {client.name} {client.version}
      </span>
      <span>{messages.header.sessions(client.sessions)}</span>
      <span>{words.active(words.seconds(Math.max(0, now - client.lastActivityAt)))}</span>
    </li>
  );
}
