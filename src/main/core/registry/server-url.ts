// The URL that a server announces: what is accepted, the form that URLs are compared in, and what its host is, judged by
// what is written there. Names are never looked up.
import { isLoopbackHost, parseAuthority } from '../http-guards/authority.ts';
import { isForbiddenAddress } from '../http-guards/forbidden-addresses.ts';
import { fieldFault, shown } from './faults.ts';

export interface ServerUrl {
  /** As it was announced. */
  readonly url: string;
  /** Scheme and host in lower case, no default port, no slash at the end of the path. */
  readonly canonical: string;
  /** Whether it names this machine: localhost, 127.0.0.0/8 or ::1. */
  readonly isLoopback: boolean;
}

const maxLength = 2048;
const accepted = `an http or https URL of at most ${maxLength} characters, without credentials and fragment, such as http://127.0.0.1:8000`;

/** Reads the URL in `field`. Throws REGISTRATION_INVALID saying what is wrong with it. */
export function parseServerUrl(text: string, field: string): ServerUrl {
  const fault = (what: string): Error => fieldFault(field, what, accepted);
  if (text === '') throw fault('is empty');
  if (text.length > maxLength) throw fault(`has ${text.length} characters`);
  // Parsers of URLs pass over these; what is called would not be what was written.
  if (/[\s\\\p{Cc}]/u.test(text))
    throw fault(`is ${shown(text)}, with a blank, a backslash or a control character`);
  const [, authority] = /^https?:\/\/([^/?#]+)/i.exec(text) ?? [];
  if (authority?.includes('@') === true) throw fault('holds credentials');
  if (authority === undefined || !URL.canParse(text)) throw fault(`is ${shown(text)}, not such a URL`);
  if (text.includes('#')) throw fault(`is ${shown(text)}, with a fragment`);
  const url = new URL(text);
  if (isForbiddenAddress(url.hostname)) {
    throw fault(`is ${shown(text)}, a link-local or cloud metadata address, which is never called`);
  }
  const host = parseAuthority(url.hostname)?.host;
  return {
    url: text,
    canonical: canonicalForm(url),
    isLoopback: host !== undefined && isLoopbackHost(host),
  };
}

/** The form that URLs are compared in; null for what no server could be registered with. */
export function canonicalUrl(text: string): string | null {
  try {
    return parseServerUrl(text, 'server_url').canonical;
  } catch {
    return null;
  }
}

function canonicalForm(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname.replace(/\/+$/, '')}${url.search}`;
}
