// The addresses that nothing here is ever connected to, whoever asks: link-local ones and those where clouds keep secrets.
// Judges addresses only; names are looked up by whoever connects.
import { BlockList, isIP } from 'node:net';

const forbidden = new BlockList();
forbidden.addSubnet('169.254.0.0', 16);
forbidden.addSubnet('fe80::', 10, 'ipv6');
// Metadata services that are not link-local: Amazon's and Google's over IPv6, Alibaba's, Oracle's.
forbidden.addAddress('fd00:ec2::254', 'ipv6');
forbidden.addAddress('fd20:ce::254', 'ipv6');
forbidden.addAddress('100.100.100.200');
forbidden.addAddress('192.0.0.192');
// IPv4 addresses within IPv6 ones: translated (RFC 6052), as once was usual (RFC 4291 2.5.5.1), and 6to4 (RFC 3056).
for (const hex of ['a9fe:0', '6464:64c8', 'c000:c0']) {
  const isSubnet = hex.endsWith(':0');
  forbidden.addSubnet(`64:ff9b::${hex}`, isSubnet ? 112 : 128, 'ipv6');
  forbidden.addSubnet(`::${hex}`, isSubnet ? 112 : 128, 'ipv6');
  forbidden.addSubnet(`2002:${hex}::`, isSubnet ? 32 : 48, 'ipv6');
}

/** Whether a host, as written in a URL or as looked up, is such an address. A name is none. */
export function isForbiddenAddress(host: string): boolean {
  const [bare = ''] = host.replaceAll(/^\[|\]$|\.$/g, '').split('%');
  const family = isIP(bare);
  return family !== 0 && forbidden.check(bare, family === 6 ? 'ipv6' : 'ipv4');
}
