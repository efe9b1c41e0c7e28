// Which server is open, as a fragment of the address: `#/servers/NAME`. The desktop shell opens `#/logs/NAME`;
// a server's log stands with the server.
import { routeHash } from './routes.ts';

const pattern = /^#\/(?:servers|logs)\/([^/]+)/;

/** The server's name in a fragment; null when it names none. */
export function parseSelection(hash: string): string | null {
  const encoded = pattern.exec(hash)?.[1];
  if (encoded === undefined) return null;
  try {
    return decodeURIComponent(encoded);
  } catch {
    return null;
  }
}

/** The fragment that opens a server. */
export function selectionHash(name: string): string {
  return routeHash('servers', name);
}
