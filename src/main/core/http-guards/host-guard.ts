// Keeps foreign web pages out: a request must name us in Host, and come from nowhere or from an allowed Origin.
// Threat: DNS rebinding and cross-site requests to a loopback port. Checked before anything else is looked at;
// says nothing about who the caller is.
import { AppError } from '../../../shared/errors.ts';
import { isLoopbackHost, parseAuthority } from './authority.ts';
import { defaultPorts, parseOrigin } from './origin.ts';

export interface HostGuardOptions {
  /** The port that is listened on; asked at each check, since port 0 is known only later. */
  readonly port: () => number;
  /** What is spoken here. Default: `http`. */
  readonly scheme?: 'http' | 'https';
  /** Names accepted besides the loopback ones: `name` with any port, `name:port` with that one. */
  readonly allowedHosts: readonly string[];
  /** Origins accepted besides our own. A `*` allows nothing. */
  readonly allowedOrigins: readonly string[];
  /** Whether the two lists are the ones of config.json, so that a refusal names them. Default true. */
  readonly configurable?: boolean;
  /** Whether a person may come by a link on any page. Default false. */
  readonly allowsLinks?: boolean;
}

/** What is looked at; Node's IncomingMessage has it. Raw headers, because the parsed ones hide repetitions. */
export interface GuardedRequest {
  /** Names and values by turns. */
  readonly rawHeaders: readonly string[];
  /** The request target. */
  readonly url?: string | undefined;
}

export interface HostGuard {
  /** FORBIDDEN_HOST or FORBIDDEN_ORIGIN with what would be accepted; null when the request may go on. */
  check(request: GuardedRequest): AppError | null;
  /** Whether an Origin header's value is this very port on a loopback name. */
  isOwnOrigin(origin: string): boolean;
}

/** The guard of one listener (MCP 2025-11-25, transports, security warning). Pure; unreadable list entries allow nothing. */
export function createHostGuard(options: HostGuardOptions): HostGuard {
  const { scheme = 'http' } = options;
  const hosts = options.allowedHosts.map(parseAuthority).filter((entry) => entry !== null);
  const origins = new Set(options.allowedOrigins.map((entry) => parseOrigin(trimSlash(entry))?.text));
  const settings = (key: string) =>
    options.configurable === false ? '' : `, or add it to gateway.${key} in config.json`;

  /** The Host that was allowed last, and the port of that moment: nearly every request has the same. */
  let allowed: { readonly host: string; readonly port: number } | null = null;

  function hostAllowed(text: string): boolean {
    const port = options.port();
    if (allowed?.host === text && allowed.port === port) return true;
    if (!judgedHost(text)) return false;
    allowed = { host: text, port };
    return true;
  }

  function judgedHost(text: string): boolean {
    const host = parseAuthority(text);
    if (host === null) return false;
    if (isLoopbackHost(host.host) && (host.port ?? defaultPorts[scheme]) === options.port()) return true;
    return hosts.some(
      (entry) => entry.host === host.host && (entry.port === null || entry.port === host.port),
    );
  }

  function isOwnOrigin(text: string): boolean {
    const origin = parseOrigin(text);
    if (origin === null || !isLoopbackHost(origin.host)) return false;
    // A port that speaks TLS has no page that came by http; before plain HTTP something may stand that adds TLS.
    const isOwnScheme = origin.scheme === 'https' || origin.scheme === scheme;
    return isOwnScheme && origin.port === options.port();
  }

  function originAllowed(text: string): boolean {
    const origin = parseOrigin(text);
    return origin !== null && (isOwnOrigin(text) || origins.has(origin.text));
  }

  function badHost(message: string): AppError {
    const expected = `Call it as ${scheme}://127.0.0.1:${options.port()}${settings('allowedHosts')}.`;
    return new AppError('FORBIDDEN_HOST', message, { expected });
  }

  function badOrigin(message: string): AppError {
    const expected = `Call it from its own page or from a program${settings('allowedOrigins')}.`;
    return new AppError('FORBIDDEN_ORIGIN', message, { expected });
  }

  /** Images, frames, scripts and links have no Origin; browsers say otherwise whose page asks (Fetch Metadata). */
  function checkSite(rawHeaders: GuardedRequest['rawHeaders']): AppError | null {
    const sites = headerValues(rawHeaders, 'sec-fetch-site');
    if (sites.every((site) => site === 'same-origin' || site === 'none')) return null;
    const isLink = headerValues(rawHeaders, 'sec-fetch-dest').join() === 'document';
    if (isLink && options.allowsLinks === true) return null;
    return badOrigin(`A page of another origin asks (Sec-Fetch-Site: ${quoted(sites.join())}).`);
  }

  function check(request: GuardedRequest): AppError | null {
    // An absolute-form target would stand above Host (RFC 9112 3.2.2); nobody but a proxy's client sends one.
    if (request.url !== undefined && !request.url.startsWith('/') && request.url !== '*') {
      return badHost('The request target is not a path.');
    }
    const sentHosts = headerValues(request.rawHeaders, 'host');
    const host = sentHosts[0];
    if (host === undefined) return badHost('The Host header is missing.');
    if (sentHosts.length > 1) return badHost('There is more than one Host header.');
    if (!hostAllowed(host)) return badHost(`Host ${quoted(host)} does not name this port.`);
    const sentOrigins = headerValues(request.rawHeaders, 'origin');
    const origin = sentOrigins[0];
    if (origin === undefined) return checkSite(request.rawHeaders);
    if (sentOrigins.length > 1) return badOrigin('There is more than one Origin header.');
    return originAllowed(origin) ? null : badOrigin(`Origin ${quoted(origin)} is not allowed.`);
  }

  return { check, isOwnOrigin };
}

const none: readonly string[] = [];

/** All values of one header, in order. `name` in lower case. */
function headerValues(rawHeaders: readonly string[], name: string): readonly string[] {
  let values: string[] | null = null;
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const written = rawHeaders[index];
    const value = rawHeaders[index + 1];
    // Most names differ in their length already, and are not made lower case for nothing.
    if (written?.length === name.length && written.toLowerCase() === name && value !== undefined)
      (values ??= []).push(value);
  }
  return values ?? none;
}

function trimSlash(text: string): string {
  return text.endsWith('/') ? text.slice(0, -1) : text;
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
}
