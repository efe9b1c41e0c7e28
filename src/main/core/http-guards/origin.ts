// Web origins as browsers send them and as people configure them, brought into one form.
// Knows nothing of who is allowed.
import { parseAuthority } from './authority.ts';
import type { Authority } from './authority.ts';

/** An origin taken apart; `text` is its canonical form. */
export interface Origin extends Authority {
  /** Lower case, without the colon. */
  readonly scheme: string;
  readonly text: string;
}

const originPattern = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]+)$/i;
/** By scheme. */
export const defaultPorts: Readonly<Record<string, number>> = { http: 80, https: 443 };

/** Reads an origin (RFC 6454 7.1). `null`, userinfo, paths and lists: null. */
export function parseOrigin(text: string): Origin | null {
  const match = originPattern.exec(text);
  const scheme = match?.[1]?.toLowerCase();
  const authority = match?.[2] === undefined ? null : parseAuthority(match[2]);
  if (scheme === undefined || authority === null) return null;
  const { host } = authority;
  const defaultPort = defaultPorts[scheme] ?? null;
  const port = authority.port ?? defaultPort;
  const shownPort = port === null || port === defaultPort ? '' : `:${port}`;
  return { scheme, host, port, text: `${scheme}://${host}${shownPort}` };
}
