// Where the window's page lives, and its places.

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

/** The page's address at a place; places live in the fragment, so that one file serves all of them. */
export function addressOf(url: string, route: string | undefined): string {
  return route === undefined ? url : `${url}#${route}`;
}
