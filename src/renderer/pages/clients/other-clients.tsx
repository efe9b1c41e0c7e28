// For clients whose files Patchbay does not know: what to paste there, and a token to paste with it.
import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { ReactElement } from 'react';
import type { ConnectionFacts } from '../../../shared/clients.ts';
import type { AppState } from '../../../shared/state.ts';
import { NewTokenDialog } from '../../components/new-token-dialog.tsx';
import { Snippet } from '../../components/snippet.tsx';
import { useMessages } from '../../messages/messages.ts';
import { usePage, useValue } from '../../page.ts';
import { bridgeConfig, clientConfig, clientToml, gatewayEndpoint } from '../../state/addresses.ts';
import styles from './clients-page.module.css';

export function OtherClients({ state }: { readonly state: AppState }): ReactElement {
  const messages = useMessages();
  const words = messages.clients.others;
  const { bridge } = usePage();
  const connection = useValue(bridge.connection);
  const [facts, setFacts] = useState<ConnectionFacts | null>(null);
  const [making, setMaking] = useState(false);
  const endpoint = gatewayEndpoint(state.gateway) ?? facts?.url ?? '';

  useEffect(() => {
    if (connection !== 'live') return;
    // What cannot be asked now is asked again with the next connection.
    bridge.client.connectionFacts({}).then(setFacts, () => undefined);
  }, [bridge, connection]);

  const copy = messages.copy.snippet;
  return (
    <section className={styles.others} aria-labelledby="others-title">
      <div className={styles.othersHead}>
        <h2 id="others-title" className={styles.subtitle}>
          {words.title}
        </h2>
        <Button size="compact-sm" variant="default" onClick={() => setMaking(true)}>
          {words.newToken}
        </Button>
      </div>
      <p className={styles.dim}>{words.lead}</p>
      {facts !== null && (
        <div className={styles.snippets}>
          <h3 className={styles.snippetTitle}>{words.url}</h3>
          <Snippet
            label={words.url}
            text={clientConfig(endpoint, words.token)}
            copyLabel={copy(words.copyUrl)}
          />
          <h3 className={styles.snippetTitle}>{words.command}</h3>
          <Snippet
            label={words.command}
            text={bridgeConfig(facts.bridge)}
            copyLabel={copy(words.copyCommand)}
          />
          <h3 className={styles.snippetTitle}>{words.toml}</h3>
          <Snippet
            label={words.toml}
            text={clientToml(endpoint, words.token)}
            copyLabel={copy(words.copyToml)}
          />
        </div>
      )}
      {making && (
        <NewTokenDialog
          servers={state.servers.map(({ name }) => name)}
          onMade={() => undefined}
          onClose={() => setMaking(false)}
        />
      )}
    </section>
  );
}
