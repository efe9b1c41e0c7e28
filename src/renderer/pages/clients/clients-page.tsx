// The programs of this machine that are MCP clients: connected, disconnected, their servers brought here. `first-steps`
// below it is the way for somebody new.
import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { Failure } from '../../components/failure.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { useMessages } from '../../messages/messages.ts';
import type { Progress } from '../../state/first-steps.ts';
import { routeHash } from '../../state/routes.ts';
import { FirstSteps } from '../first-steps/first-steps.tsx';
import { useProgress } from '../first-steps/use-progress.ts';
import type { PageProps } from '../sections.ts';
import { AddOffer } from './add-offer.tsx';
import { useClientDialogs } from './client-dialogs.tsx';
import { ClientEntry } from './client-entry.tsx';
import styles from './clients-page.module.css';
import { OtherClients } from './other-clients.tsx';
import { useClients } from './use-clients.ts';

export function ClientsPage({ state, rest }: PageProps): ReactElement {
  const [, setProgress] = useProgress();
  // Another link is another offer, with nothing left of the one before.
  if (rest[0] === 'add') return <AddOffer key={rest[1]} link={rest[1]} />;
  if (rest[0] !== 'first-steps') return <Clients state={state} />;
  const follow = (progress: Progress): void => {
    setProgress(progress);
    if (progress === 'over') window.location.hash = routeHash('overview');
  };
  return <FirstSteps state={state} onProgress={follow} />;
}

function Clients({ state }: Pick<PageProps, 'state'>): ReactElement {
  const messages = useMessages();
  const words = messages.clients;
  const { list: clients, problem, refresh } = useClients();
  const { open, dialog, said } = useClientDialogs(() => void refresh());
  const here = clients?.filter(({ state: one }) => one !== 'not installed') ?? [];
  const absent = clients?.filter(({ state: one }) => one === 'not installed') ?? [];
  return (
    <div className={styles.page}>
      <PageHead
        title={words.title}
        lead={words.lead}
        actions={
          <>
            <Button component="a" href={routeHash('clients', 'add')} size="compact-sm" variant="default">
              {messages.offers.title}
            </Button>
            <Button
              component="a"
              href={routeHash('clients', 'first-steps')}
              size="compact-sm"
              variant="default"
            >
              {words.firstSteps}
            </Button>
          </>
        }
      />
      {problem !== null && <Failure error={problem} />}
      {said !== null && <p className={styles.said}>{said}</p>}
      {clients === null && problem === null && <p className={styles.dim}>{words.reading}</p>}
      {clients !== null && here.length === 0 && <p className={styles.empty}>{words.none}</p>}
      {here.length > 0 && (
        <ul className={styles.list} aria-label={words.list}>
          {here.map((client) => (
            <ClientEntry key={client.id} client={client} onAction={open} />
          ))}
        </ul>
      )}
      {absent.length > 0 && <p className={styles.dim}>{words.absent(absent.map(({ name }) => name))}</p>}
      <OtherClients state={state} />
      {dialog}
    </div>
  );
}
