// From nothing to a working call: bring the servers of other programs, connect a client, call a tool. Skippable, and
// reachable again from the clients' page.
import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import type { ClientView } from '../../../shared/clients.ts';
import type { AppState } from '../../../shared/state.ts';
import { PageHeading } from '../../components/page-heading.tsx';
import { Snippet } from '../../components/snippet.tsx';
import { useMessages } from '../../messages/messages.ts';
import { configExample } from '../../state/addresses.ts';
import { routeHash } from '../../state/routes.ts';
import { useClientDialogs } from '../clients/client-dialogs.tsx';
import type { ClientAction } from '../clients/client-entry.tsx';
import { useClients } from '../clients/use-clients.ts';
import { FirstCall } from './first-call.tsx';
import styles from './first-steps.module.css';
import { Step } from './step.tsx';

export interface FirstStepsProps {
  readonly state: AppState;
  /** Hears that somebody has begun, and that they are over or skipped. */
  readonly onProgress: (progress: 'under way' | 'over') => void;
}

export function FirstSteps({ state, onProgress }: FirstStepsProps): ReactElement {
  const messages = useMessages();
  const words = messages.clients.steps;
  const { list: clients, refresh } = useClients();
  const { open, dialog, said } = useClientDialogs(() => void refresh());
  const begin = (action: ClientAction, client: ClientView): void => {
    onProgress('under way');
    open(action, client);
  };
  const installed = (clients ?? []).filter(
    (one) => one.state !== 'not installed' && one.state !== 'unusable',
  );
  const own = state.servers.filter(({ source }) => source !== 'built-in').map(({ name }) => name);
  const isConnected = installed.some((one) => one.state === 'connected');
  const end = (): void => onProgress('over');
  return (
    <section className={styles.steps} aria-labelledby="first-steps-title">
      <div className={styles.head}>
        <div>
          <PageHeading id="first-steps-title" className={styles.title}>
            {words.title}
          </PageHeading>
          <p className={styles.lead}>{words.lead}</p>
        </div>
        <Button size="compact-sm" variant="subtle" color="gray" onClick={end}>
          {words.skip}
        </Button>
      </div>
      <ol className={styles.list}>
        <Step title={words.bring} isDone={own.length > 0}>
          <Bring clients={clients} installed={installed} own={own} state={state} onAction={begin} />
        </Step>
        <Step title={words.connect} isDone={isConnected}>
          <Connect clients={clients} installed={installed} onAction={begin} />
        </Step>
        <FirstCall />
      </ol>
      {said !== null && <p className={styles.said}>{said}</p>}
      <Button size="xs" className={styles.end} onClick={end}>
        {words.done}
      </Button>
      {dialog}
    </section>
  );
}

interface PartProps {
  /** null until they are known. */
  readonly clients: readonly ClientView[] | null;
  readonly installed: readonly ClientView[];
  readonly onAction: (action: ClientAction, client: ClientView) => void;
}

function Bring({
  clients,
  installed,
  own,
  state,
  onAction,
}: PartProps & { readonly own: readonly string[]; readonly state: AppState }): ReactElement {
  const messages = useMessages();
  const { steps: words, own: ownServers, import: verb, importFrom } = messages.clients;
  const sources = installed.filter(({ servers }) => servers > 0);
  return (
    <>
      {own.length > 0 && <p>{words.here(own)}</p>}
      {clients !== null && <p>{sources.length === 0 ? words.bringNone : words.bringText}</p>}
      {sources.length > 0 && (
        <ul className={styles.clients}>
          {sources.map((client) => (
            <li key={client.id} className={styles.client}>
              <span className={styles.name}>{client.name}</span>
              <span className={styles.note}>{ownServers(client.servers)}</span>
              <Button
                size="compact-sm"
                variant="default"
                aria-label={importFrom(client.name)}
                onClick={() => onAction('import', client)}
              >
                {verb}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {own.length === 0 && (
        <>
          <p>
            {words.bringElse} <a href={routeHash('servers')}>{words.addServer}</a>
          </p>
          {sources.length === 0 && (
            <>
              <Snippet
                label={messages.detail.configFile}
                text={state.config.path}
                copyLabel={messages.copy.configPath}
              />
              <Snippet
                label={words.configSnippet}
                text={configExample(words.exampleName, words.exampleFolder)}
                copyLabel={messages.copy.snippet(words.configSnippet)}
              />
            </>
          )}
        </>
      )}
    </>
  );
}

function Connect({ clients, installed, onAction }: PartProps): ReactElement {
  const words = useMessages().clients;
  return (
    <>
      {clients !== null && (
        <p>{installed.length === 0 ? words.steps.connectNone : words.steps.connectText}</p>
      )}
      {installed.length > 0 && (
        <ul className={styles.clients}>
          {installed.map((client) => (
            <li key={client.id} className={styles.client}>
              <span className={styles.name}>{client.name}</span>
              {client.state === 'connected' ? (
                <span className={styles.good}>{words.state.connected}</span>
              ) : (
                <>
                  <span className={styles.note} />
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={words.connectClient(client.name)}
                    onClick={() => onAction('connect', client)}
                  >
                    {words.connect}
                  </Button>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      <p>
        <a href={routeHash('clients')}>{words.steps.otherClients}</a>
      </p>
    </>
  );
}
