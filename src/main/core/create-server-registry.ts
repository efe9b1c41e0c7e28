// The registry of servers and clients in front of the store. Only wiring.
import { imitationFault } from '../../shared/imitation.ts';
import type { Ground } from './ground.ts';
import { isOwnUrl } from './registry/own-url.ts';
import { createRegistry, type Registry, type RegistryOptions } from './registry/registry.ts';

export interface ServerRegistryParts extends Pick<RegistryOptions, 'settings' | 'probe' | 'onChange'> {
  /** null: it does not listen. */
  readonly gatewayUrl: () => string | null;
}

export function createServerRegistry(
  { store, clock, logger, bounds, audit, config }: Ground,
  { settings, probe, gatewayUrl, onChange }: ServerRegistryParts,
): Registry {
  return createRegistry({
    store,
    clock,
    logger,
    bounds,
    audit,
    settings,
    probe,
    isOwnUrl: (url) => isOwnUrl(url, gatewayUrl()),
    idFault: (id, others) => {
      const { servers, settings: configured } = config.current;
      return imitationFault(id, [...servers.keys(), ...others], configured.aggregate.separator);
    },
    onChange,
  });
}
