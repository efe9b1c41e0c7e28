// Connections that cannot lead to forbidden addresses. What counts is the address that is connected to, looked up for this
// very connection: a name may lead elsewhere than when it was registered (DNS rebinding), a redirect likewise.
import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import type { buildConnector } from 'undici';
import { isForbiddenAddress } from './forbidden-addresses.ts';

/** Of the error of a connection that was not even tried. */
export const forbiddenAddressCode = 'EFORBIDDENADDRESS';

/** Finds all addresses of a name, as `dns.lookup` with `all`. */
export type FindAddresses = (
  host: string,
  options: {
    readonly all: true;
    readonly family?: number | 'IPv4' | 'IPv6' | undefined;
    readonly hints?: number | undefined;
  },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** For the options of a connection: fails with `forbiddenAddressCode` where any address of the name is forbidden. */
export function guardedLookup(find: FindAddresses = systemLookup): LookupFunction {
  return (host, { all, family, hints }, callback) => {
    find(host, { all: true, family, hints }, (error, addresses) => {
      const bad = error === null ? addresses.find(({ address }) => isForbiddenAddress(address)) : undefined;
      const [first] = addresses ?? [];
      if (error !== null) callback(error, '');
      else if (bad !== undefined) callback(forbidden(bad.address), '');
      else if (all === true) callback(null, addresses);
      else callback(null, first?.address ?? '', first?.family);
    });
  };
}

/** The same for addresses that are written in the URL, which nobody looks up. */
export function guardedConnector(connect: buildConnector.connector): buildConnector.connector {
  return (target, callback) => {
    if (isForbiddenAddress(target.hostname)) callback(forbidden(target.hostname), null);
    else connect(target, callback);
  };
}

function forbidden(address: string): Error {
  const reason = `${address} is a link-local or cloud metadata address, which is never called`;
  return Object.assign(new Error(reason), { code: forbiddenAddressCode });
}
