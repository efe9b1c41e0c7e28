// The bar on top: the one address that clients need, and whether the page is connected.
import type { ReactElement } from 'react';
import type { ConnectionStatus } from '../bridge/bridge.ts';
import { useMessages } from '../messages/messages.ts';
import { useAppState, usePage, useValue } from '../page.ts';
import { gatewayEndpoint } from '../state/addresses.ts';
import type { AppState } from '../../shared/state.ts';
import { classes } from './classes.ts';
import { CopyButton } from './copy-button.tsx';
import styles from './header.module.css';

export function Header(): ReactElement {
  const messages = useMessages();
  const state = useAppState();
  const connection = useValue(usePage().bridge.connection);
  return (
    <header className={styles.header}>
      {state !== null && connection !== 'expired' && <Gateway gateway={state.gateway} />}
      <div className={styles.rest}>
        {state !== null && connection !== 'expired' && (
          <>
            <span className={styles.sessions}>{messages.header.sessions(state.gateway.sessions)}</span>
            <span className={styles.version} title={messages.header.version(state.version)}>
              v{state.version}
            </span>
          </>
        )}
        <ConnectionMark connection={connection} />
      </div>
    </header>
  );
}

function Gateway({ gateway }: { readonly gateway: AppState['gateway'] }): ReactElement {
  const messages = useMessages();
  const endpoint = gatewayEndpoint(gateway);
  return (
    <div className={styles.gateway} role="group" aria-label={messages.header.gateway}>
      <span className={classes(styles.dot, styles[gateway.status])} />
      <span className={styles.gatewayStatus}>{messages.gateway[gateway.status]}</span>
      {endpoint === null ? (
        <span className={styles.noAddress}>{messages.header.noAddress}</span>
      ) : (
        <>
          <code className={styles.address} title={messages.header.allServers}>
            {endpoint}
          </code>
          <CopyButton text={endpoint} label={messages.copy.gatewayAddress} />
        </>
      )}
    </div>
  );
}

function ConnectionMark({ connection }: { readonly connection: ConnectionStatus }): ReactElement {
  const messages = useMessages();
  return (
    <span className={classes(styles.connection, styles[connection])} data-connection={connection}>
      <span className={styles.dot} />
      {messages.connection[connection]}
    </span>
  );
}
