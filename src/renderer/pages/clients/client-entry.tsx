// One client of this machine: what it is connected to, and what can be done with it.
import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import type { ClientView } from '../../../shared/clients.ts';
import { Told } from '../../components/told.tsx';
import { useMessages } from '../../messages/messages.ts';
import styles from './clients-page.module.css';

/** What somebody asked for. */
export type ClientAction = 'connect' | 'disconnect' | 'import' | 'undo';

export interface ClientEntryProps {
  readonly client: ClientView;
  readonly onAction: (action: ClientAction, client: ClientView) => void;
}

export function ClientEntry({ client, onAction }: ClientEntryProps): ReactElement {
  const words = useMessages().clients;
  const { name, state, path, problem, servers, hasImport } = client;
  const titleId = `client-${client.id}`;
  const isConnected = state === 'connected';
  return (
    <li className={styles.entry} aria-labelledby={titleId} data-state={state}>
      <div className={styles.what}>
        <div className={styles.names}>
          <span id={titleId} className={styles.name}>
            {name}
          </span>
          <span className={styles.state}>{words.state[state]}</span>
          {state !== 'unusable' && <span className={styles.own}>{words.own(servers)}</span>}
        </div>
        <p className={styles.path} title={path}>
          {path}
        </p>
        {problem !== null && (
          <p className={styles.problem}>
            <Told text={problem} error={client.fault} />
          </p>
        )}
      </div>
      <div className={styles.actions}>
        {hasImport && (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            aria-label={words.undoFrom(name)}
            onClick={() => onAction('undo', client)}
          >
            {words.undo}
          </Button>
        )}
        {servers > 0 && (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={words.importFrom(name)}
            onClick={() => onAction('import', client)}
          >
            {words.import}
          </Button>
        )}
        {state !== 'unusable' && (
          <Button
            size="compact-sm"
            variant={isConnected ? 'default' : 'filled'}
            aria-label={isConnected ? words.disconnectClient(name) : words.connectClient(name)}
            onClick={() => onAction(isConnected ? 'disconnect' : 'connect', client)}
          >
            {isConnected ? words.disconnect : words.connect}
          </Button>
        )}
      </div>
    </li>
  );
}
