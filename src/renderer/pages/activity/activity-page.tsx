// Every call of an MCP client, live: the list, what to look for in it, and the one that is open. `#/activity/ID` opens a call.
import { Button, Switch } from '@mantine/core';
import { useCallback, useMemo, useState } from 'react';
import type { ReactElement } from 'react';
import { createCallFeed } from '../../activity/call-feed.ts';
import { allCalls, createCallFilter } from '../../activity/call-filter.ts';
import type { CallChoice } from '../../activity/call-filter.ts';
import { indexOfCall } from '../../activity/merge-calls.ts';
import { PageHead } from '../../components/page-head.tsx';
import type { Messages } from '../../messages/messages.ts';
import { useMessages } from '../../messages/messages.ts';
import { usePage, useValue } from '../../page.ts';
import { routeHash } from '../../state/routes.ts';
import type { PageProps } from '../sections.ts';
import styles from './activity-page.module.css';
import { CallDetailView } from './call-detail.tsx';
import { CallFilter } from './call-filter.tsx';
import { CallList } from './call-list.tsx';
import { Failure } from '../../components/failure.tsx';
import { useRecording } from './use-recording.ts';

export function ActivityPage({ rest }: PageProps): ReactElement {
  const messages = useMessages();
  const words = messages.activity;
  const { client, connection } = usePage().bridge;
  const feed = useMemo(() => createCallFeed({ client, connection }), [client, connection]);
  const { status, error, calls, clients, servers, isOn } = useValue(feed);
  const recording = useRecording(feed.refresh);
  const [choice, setChoice] = useState<CallChoice>(allCalls);
  const [follow, setFollow] = useState(rest.length === 0);
  const [filter] = useState(createCallFilter);
  const shown = useMemo(() => filter(calls, choice), [filter, calls, choice]);
  const open = /^\d+$/.test(rest[0] ?? '') ? Number(rest[0]) : null;
  const openCall = open === null ? undefined : calls[indexOfCall(calls, open) ?? -1];
  const select = useCallback((id: number | null) => {
    window.location.hash = routeHash('activity', ...(id === null ? [] : [String(id)]));
  }, []);
  const isLoading = status === 'loading';

  return (
    <div className={styles.page}>
      <PageHead
        title={messages.frame.sections.activity}
        lead={words.lead}
        actions={
          <>
            <Switch
              size="xs"
              label={words.record}
              checked={isOn}
              disabled={isLoading || recording.busy}
              onChange={(event) => void recording.set(event.currentTarget.checked)}
            />
            <Button
              size="compact-sm"
              variant="default"
              disabled={calls.length === 0}
              onClick={() => {
                select(null);
                void recording.clear();
              }}
            >
              {words.clear}
            </Button>
          </>
        }
      />
      {recording.error !== null && <Failure error={recording.error} />}
      <div className={styles.body} data-open={open !== null}>
        <section className={styles.calls} aria-label={words.list}>
          <CallFilter
            known={calls.length}
            shown={shown.length}
            clients={clients}
            servers={servers}
            choice={choice}
            onChange={setChoice}
            follow={follow}
            onFollowChange={setFollow}
          />
          <CallList
            calls={shown}
            selected={open}
            follow={follow}
            onFollowChange={setFollow}
            onSelect={select}
            placeholder={
              error === null
                ? placeholder(isLoading, isOn, calls.length, words)
                : messages.server.problem(error).message
            }
          />
        </section>
        {open !== null && (
          <CallDetailView
            key={open}
            id={open}
            revision={openCall?.revision ?? 0}
            running={openCall?.outcome === 'running'}
            isListed={status === 'ready'}
            onSelect={select}
            onRepeated={feed.refresh}
          />
        )}
      </div>
    </div>
  );
}

function placeholder(isLoading: boolean, isOn: boolean, known: number, words: Messages['activity']): string {
  if (isLoading) return words.loading;
  if (!isOn) return words.off;
  return known === 0 ? words.empty : words.nothingShown;
}
