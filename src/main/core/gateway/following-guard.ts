// The guard of one gateway, which follows the configuration. One for each, as a gateway that is on its way out still
// hears its clients.
import type { LoadedConfig } from '../config/types.ts';
import { createHostGuard, type HostGuard, type HostGuardOptions } from '../http-guards/host-guard.ts';

/** `port`: what is really listened on. */
export function followingGuard(
  config: () => LoadedConfig,
  { port, scheme }: Required<Pick<HostGuardOptions, 'port' | 'scheme'>>,
): Pick<HostGuard, 'check'> {
  const make = ({ settings }: LoadedConfig): HostGuard => {
    const { allowedHosts, allowedOrigins } = settings.gateway;
    return createHostGuard({ port, scheme, allowedHosts, allowedOrigins });
  };
  let known = config();
  let guard = make(known);
  return {
    check: (request) => {
      const current = config();
      if (current !== known) [known, guard] = [current, make(current)];
      return guard.check(request);
    },
  };
}
