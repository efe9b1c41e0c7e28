// Who registered, servers and clients, as one object with one owner. Opened on the store before the gateway listens,
// closed before the store.
import { defaultBounds, type Bounds } from '../bounds/bounds.ts';
import { describeError } from '../../../shared/errors.ts';
import { noAudit, type Audit } from '../audit/audit.ts';
import type { Clock, Logger } from '../ports.ts';
import type { Store } from '../store/store.ts';
import { ClientRegistry } from './client-registry.ts';
import { ServerRegistry } from './server-registry.ts';
import type { ServerUrl } from './server-url.ts';
import type { Probe, RegistryEvent, RegistrySettings } from './types.ts';

export interface RegistryOptions {
  /** How many there may be; default: as the configuration's defaults say. */
  readonly bounds?: Bounds;
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Read at each use, so that a changed configuration counts at once. */
  readonly settings: () => RegistrySettings;
  readonly probe: Probe;
  /** Whether a URL is this gateway itself, which would call itself for ever. Default: none is. */
  readonly isOwnUrl?: (url: ServerUrl) => boolean;
  /** What is wrong with a new id beside other ids and names. Default: nothing. */
  readonly idFault?: (id: string, others: Iterable<string>) => string | null;
  /** Hears of servers that came in unasked. */
  readonly audit?: Audit;
  /** Something that views show has changed; heartbeats are told now and then only. */
  readonly onChange: () => void;
}

export interface Registry {
  readonly servers: ServerRegistry;
  readonly clients: ClientRegistry;
  readonly settings: () => RegistrySettings;
  /** Calls back after each event, on a later turn, until the returned function is called. */
  subscribe(listener: (event: RegistryEvent) => void): () => void;
  /** Ends looks that are under way and writes what is not on disk. Never rejects. */
  close(): Promise<void>;
}

const flushMs = 300_000;
/** How old views of heartbeats may be. */
const refreshMs = 5000;

/** Takes over what earlier runs kept. Nothing is called before the first second is over. */
export function createRegistry(options: RegistryOptions): Registry {
  const {
    store,
    clock,
    logger,
    settings,
    probe,
    onChange,
    isOwnUrl = () => false,
    idFault = () => null,
  } = options;
  const { bounds = defaultBounds(), audit = noAudit } = options;
  const listeners = new Set<(event: RegistryEvent) => void>();
  const onEvent = (event: RegistryEvent): void => {
    onChange();
    clock.after(0, () => {
      for (const listener of listeners) listener(event);
    });
  };
  const servers = new ServerRegistry({
    store,
    clock,
    logger,
    settings,
    bounds,
    probe,
    isOwnUrl,
    idFault,
    audit,
    onEvent,
  });
  const clients = new ClientRegistry({ store, clock, bounds, onChange });

  const flush = async (): Promise<void> => {
    try {
      await Promise.all([servers.flush(), clients.flush()]);
    } catch (error) {
      logger.debug(`Times of registrations could not be kept. ${describeError(error)}`);
    }
  };
  const stopFlushing = clock.every(flushMs, () => void flush());
  let shownHeartbeats = 0;
  const stopRefreshing = clock.every(refreshMs, () => {
    if (servers.heartbeatCount !== shownHeartbeats) onChange();
    shownHeartbeats = servers.heartbeatCount;
  });

  return {
    servers,
    clients,
    settings,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      stopFlushing();
      stopRefreshing();
      listeners.clear();
      servers.close();
      clients.close();
      await flush();
    },
  };
}
