// All servers in one list: filter, order, state, selection. Details of the open one stand elsewhere.
import { Button, CloseButton, TextInput, VisuallyHidden } from '@mantine/core';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import { useMessages } from '../messages/messages.ts';
import { ofSource, orderServers, type ServerOrder, type SourceChoice } from '../state/server-order.ts';
import { filterServers, needsAttention } from '../state/server-rules.ts';
import type { ServerView } from '../../shared/state.ts';
import { ListChoices } from './list-choices.tsx';
import { PageHeading } from './page-heading.tsx';
import styles from './server-list.module.css';
import { ServerRow } from './server-row.tsx';
import { useGridNavigation } from './use-grid-navigation.ts';

export interface ServerListProps {
  readonly servers: readonly ServerView[];
  readonly selected: string | null;
  readonly onOpen: (name: string) => void;
  readonly onAdd: () => void;
}

export function ServerList({ servers, selected, onOpen, onAdd }: ServerListProps): ReactElement {
  const messages = useMessages();
  const [filter, setFilter] = useState('');
  const [order, setOrder] = useState<ServerOrder>('file');
  const [choice, setChoice] = useState<SourceChoice>('all');
  const grid = useGridNavigation();
  const shown = useMemo(
    () => orderServers(filterServers(ofSource(servers, choice), filter), order),
    [servers, choice, filter, order],
  );
  const attention = servers.filter(needsAttention).length;

  // Tab enters the list where the focus was, else at the open server, else at the top.
  const stop = [grid.active?.row, selected, shown[0]?.name].find((name) =>
    shown.some((server) => server.name === name),
  );
  const stopCell = grid.active?.row === stop ? (grid.active?.cell ?? 0) : 0;

  return (
    <section className={styles.list} aria-labelledby="servers-title">
      <div className={styles.head}>
        <PageHeading id="servers-title" className={styles.title}>
          {messages.servers.title} <span className={styles.count}>{messages.number(servers.length)}</span>
        </PageHeading>
        {attention > 0 && <span className={styles.attention}>{messages.servers.attention(attention)}</span>}
        {servers.length > 1 && (
          <TextInput
            size="xs"
            type="search"
            className={styles.filter}
            aria-label={messages.servers.filter}
            placeholder={messages.servers.filter}
            leftSection={<IconSearch size={14} stroke={1.8} aria-hidden="true" />}
            rightSection={
              filter !== '' && (
                <CloseButton
                  size="xs"
                  aria-label={messages.servers.clearFilter}
                  onClick={() => setFilter('')}
                />
              )
            }
            value={filter}
            onChange={(event) => setFilter(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Escape') setFilter('');
            }}
          />
        )}
        <Button
          size="xs"
          variant="default"
          className={styles.add}
          leftSection={<IconPlus size={15} stroke={1.9} aria-hidden="true" />}
          onClick={onAdd}
        >
          {messages.manage.add}
        </Button>
      </div>
      {servers.length > 2 && (
        <ListChoices
          servers={servers}
          order={order}
          choice={choice}
          onOrder={setOrder}
          onChoice={setChoice}
        />
      )}
      <div className={styles.scroll}>
        <table
          {...grid.props}
          className={styles.grid}
          aria-label={messages.servers.title}
          aria-describedby="servers-keyboard"
          aria-rowcount={shown.length}
        >
          <tbody>
            {shown.map((server, index) => (
              <ServerRow
                key={server.name}
                server={server}
                index={index}
                selected={server.name === selected}
                activeCell={server.name === stop ? stopCell : -1}
                onOpen={onOpen}
              />
            ))}
          </tbody>
        </table>
        <VisuallyHidden id="servers-keyboard">{messages.servers.keyboard}</VisuallyHidden>
        {shown.length === 0 && (
          <p className={styles.none}>
            {filter === '' ? messages.manage.noneOfKind : messages.servers.noMatch(filter)}
          </p>
        )}
      </div>
    </section>
  );
}
