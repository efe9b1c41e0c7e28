// Where the window's page lives, and its places.
import type { Attention } from './attention.ts';

export const pageScheme = 'app';
export const pageHost = 'patchbay';

export interface PageAddress {
  readonly url: string;
  /** The only origin that may be shown in the window and may call the contract. */
  readonly origin: string;
}

/** The built page, or the development server's when one is given. */
export function pageAddress(developmentUrl: string | undefined): PageAddress {
  if (developmentUrl !== undefined) return { url: developmentUrl, origin: new URL(developmentUrl).origin };
  const origin = `${pageScheme}://${pageHost}`;
  return { url: `${origin}/index.html`, origin };
}

/** The place of the page that shows a source's log; `patchbay` is the gateway's own. */
export function logRoute(source: string): string {
  return `/logs/${encodeURIComponent(source)}`;
}

export const overviewRoute = '/';
export const serversRoute = '/servers';
export const clientsRoute = '/clients';

/** The place of the page where something that needs a person is seen, and mended. */
export function attentionRoute(attention: Attention): string {
  switch (attention.kind) {
    case 'pending':
    case 'announcement':
      return '/registrations';
    case 'gateway':
      return '/settings';
    case 'faults':
      return '/settings/configuration';
    case 'failed':
    case 'changed-tools':
      return `${serversRoute}/${encodeURIComponent(attention.server.name)}`;
  }
}

/** The place of the page that shows what a `patchbay://` link asks for. No longer than any link that is read. */
export function linkRoute(link: string): string {
  return `/clients/add/${encodeURIComponent(link.slice(0, 8193))}`;
}

/** The page's address at a place; places live in the fragment, so that one file serves all of them. `language` is what it is to speak. */
export function addressOf(url: string, language: string, route: string | undefined): string {
  const address = new URL(url);
  address.searchParams.set('lang', language);
  return route === undefined ? address.href : `${address.href}#${route}`;
}
