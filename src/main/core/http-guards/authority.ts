// Host names and ports as HTTP writes them, brought into one form so that they can be compared.
// Knows nothing of who is allowed.

/** A host in canonical form, and its port; null where none was written. */
export interface Authority {
  /** Lower case, no trailing dot; IPv4 dotted, IPv6 shortest and in brackets, IPv4-mapped IPv6 as IPv4. */
  readonly host: string;
  readonly port: number | null;
}

const authorityPattern = /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?$/;
const mappedPattern = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/;
const loopbackIpv4Pattern = /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/;

/** Reads `host` or `host:port` (RFC 9110 7.2). Userinfo, paths, zone ids, blanks and bad ports: null. */
export function parseAuthority(text: string): Authority | null {
  const match = authorityPattern.exec(text);
  const written = match?.[1];
  if (written === undefined) return null;
  const port = match?.[2] === undefined ? null : Number(match[2]);
  if (port !== null && port > 65_535) return null;
  const host = canonicalHost(written);
  return host === null ? null : { host, port };
}

/** Whether a canonical host is this machine talking to itself: localhost, 127.0.0.0/8 or [::1]. */
export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || loopbackIpv4Pattern.test(host);
}

/** Whether an address to listen on, as people write it (IPv6 with or without brackets), is loopback. */
export function isLoopbackAddress(address: string): boolean {
  const written = address.includes(':') && !address.startsWith('[') ? `[${address}]` : address;
  const authority = parseAuthority(written);
  return authority !== null && authority.port === null && isLoopbackHost(authority.host);
}

function canonicalHost(written: string): string | null {
  const text = `http://${written}/`;
  if (!URL.canParse(text)) return null;
  const { hostname } = new URL(text);
  const host = hostname.endsWith('.') ? hostname.slice(0, -1) : hostname;
  if (host === '') return null;
  const [, high, low] = mappedPattern.exec(host) ?? [];
  return high === undefined || low === undefined ? host : ipv4FromGroups(high, low);
}

function ipv4FromGroups(high: string, low: string): string {
  const bits = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return bits.flatMap((group) => [group >> 8, group & 0xff]).join('.');
}
