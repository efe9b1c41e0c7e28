// The playground: a server and what it offers on one side, the thing that is tried on the other; what servers ask above it.
import { useEffect, useMemo } from 'react';
import type { ReactElement } from 'react';
import { PageHead } from '../../components/page-head.tsx';
import { useMessages } from '../../messages/messages.ts';
import { usePage, useValue } from '../../page.ts';
import { routeHash } from '../../state/routes.ts';
import type { PageProps } from '../sections.ts';
import { ItemView } from './items/item-view.tsx';
import { itemKey } from './items/item-props.ts';
import { NotesPanel } from './notes/notes-panel.tsx';
import { placeHash, placeOf, playgroundServers, type Place, type PlaygroundServer } from './place.ts';
import styles from './playground-page.module.css';
import { Questions } from './questions/questions.tsx';
import { playgroundOf, type PlaygroundStore } from './session/playground-store.ts';
import { OfferList } from './side/offer-list.tsx';
import { ServerPick } from './side/server-pick.tsx';

export function PlaygroundPage({ state, rest }: PageProps): ReactElement {
  const { bridge } = usePage();
  const store = playgroundOf(bridge);
  const servers = useMemo(() => playgroundServers(state), [state]);
  const place = placeOf(rest, servers);
  useEffect(() => store.visit(), [store]);
  if (place === null) return <NoServers />;
  return <Open store={store} servers={servers} place={place} />;
}

interface OpenProps {
  readonly store: PlaygroundStore;
  readonly servers: readonly PlaygroundServer[];
  readonly place: Place;
}

function Open({ store, servers, place }: OpenProps): ReactElement {
  const words = useMessages().playground;
  const { server } = place;
  const offer = useValue(store.offers).get(server);
  useEffect(() => store.offerKeeper.want(server), [store, server]);

  const read = (uri: string): void => {
    window.location.hash = placeHash({ server, kind: 'resources', item: uri });
    void store.runs.start(itemKey(server, 'resources', uri), server, 'resources/read', { uri });
  };

  return (
    <div className={styles.panes}>
      <div className={styles.side}>
        <div className={styles.sideHead}>
          <PageHead title={words.title} />
          <ServerPick servers={servers} place={place} onReload={() => store.offerKeeper.reload(server)} />
        </div>
        <OfferList key={server} offer={offer} place={place} />
      </div>
      <div className={styles.work}>
        <div className={styles.paper}>
          <Questions store={store} />
          <ItemView
            store={store}
            offer={offer}
            place={place}
            onRead={read}
            onRetry={() => store.offerKeeper.reload(server)}
          />
        </div>
        <NotesPanel store={store} server={server} opening={offer?.opening ?? null} />
      </div>
    </div>
  );
}

function NoServers(): ReactElement {
  const words = useMessages().playground;
  return (
    <div className={styles.none}>
      <PageHead title={words.title} />
      <p>{words.noServers}</p>
      <p className={styles.hint}>{words.noServersHint}</p>
      <a href={routeHash('servers')}>{words.toServers}</a>
    </div>
  );
}
