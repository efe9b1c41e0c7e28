// Addresses that only this machine or its networks reach: what a stranger names must not lead there unasked. Judges
// addresses, and names by what they are looked up as.
import { lookup as systemLookup } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import type { FindAddresses } from './guarded-connector.ts';

const inside = new BlockList();
// "This" host, private (RFC 1918), shared (RFC 6598), loopback, link-local; of IPv6 also unique local (RFC 4193).
inside.addSubnet('0.0.0.0', 8);
inside.addSubnet('10.0.0.0', 8);
inside.addSubnet('100.64.0.0', 10);
inside.addSubnet('127.0.0.0', 8);
inside.addSubnet('169.254.0.0', 16);
inside.addSubnet('172.16.0.0', 12);
inside.addSubnet('192.168.0.0', 16);
inside.addSubnet('::', 127, 'ipv6');
inside.addSubnet('fc00::', 7, 'ipv6');
inside.addSubnet('fe80::', 10, 'ipv6');

/** Whether the host of a URL is such an address, or a name that leads to one. False for a name that leads nowhere. */
export async function leadsInside(host: string, find: FindAddresses = systemLookup): Promise<boolean> {
  const bare = host.replaceAll(/^\[|\]$/g, '');
  if (isIP(bare) !== 0) return isInside(bare);
  return new Promise((resolve) => {
    find(bare, { all: true }, (error, addresses) =>
      resolve(error === null && addresses.some(({ address }) => isInside(address))),
    );
  });
}

function isInside(address: string): boolean {
  return inside.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
