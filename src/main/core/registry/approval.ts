// Who may join at once, and who waits for a person. Threat: a stranger on the network, or a page, that makes this
// machine's clients call a server of its choice.
import { isLoopbackAddress } from '../http-guards/authority.ts';
import type { RegistrySettings } from './types.ts';

/** Whether a registration needs nobody's approval: only this machine's programs, for servers on this machine. */
export function isApprovedAtOnce(
  approval: RegistrySettings['approval'],
  caller: string,
  url: { readonly isLoopback: boolean },
): boolean {
  return approval === 'auto' && url.isLoopback && isLoopbackAddress(caller);
}
