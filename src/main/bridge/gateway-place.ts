// Where the gateway of a data folder listens, found anew whenever it is asked for: it may have come back elsewhere.
import type { ConnectionOptions } from 'node:tls';
import { AppError } from '../../shared/errors.ts';
import { ownGatewayTrust } from '../core/data-folder/gateway-certificate.ts';
import { readRunFile } from '../core/data-folder/run-file.ts';

/** An endpoint of a gateway, and what it takes to be let in. */
export interface GatewayPlace {
  /** With the path: `/mcp`, or `/mcp/<server>`. */
  readonly endpoint: string;
  readonly token: string | null;
  /** For the TLS handshake; empty for plain HTTP. */
  readonly trust: ConnectionOptions;
}

/** Resolves with null while no gateway runs. */
export type FindGateway = () => Promise<GatewayPlace | null>;

export interface PlaceOptions {
  /** null: all of them, joined. */
  readonly server: string | null;
  /** As given; null: whatever runs on the data folder. */
  readonly url: string | null;
  /** As given; null: this user's own, for a gateway of the data folder alone. */
  readonly token: string | null;
  readonly dataDir: string;
  /** A token of this user for the gateway of the data folder. */
  readonly ownToken: () => Promise<string | null>;
}

/** Throws BAD_REQUEST for an address that is none. */
export function gatewayFinder({ server, url, token, dataDir, ownToken }: PlaceOptions): FindGateway {
  if (url !== null) {
    // The user's own token is for the user's own gateway: it goes nowhere else.
    const place: GatewayPlace = { endpoint: endpointOf(url, server), token, trust: {} };
    return () => Promise.resolve(place);
  }
  return async () => {
    const run = await readRunFile(dataDir);
    if (run === null) return null;
    const trust = run.url.startsWith('https:') ? await ownGatewayTrust(dataDir) : {};
    return { endpoint: endpointOf(run.url, server), token: token ?? (await ownToken()), trust };
  };
}

function endpointOf(url: string, server: string | null): string {
  if (!URL.canParse(url) || !['http:', 'https:'].includes(new URL(url).protocol)) {
    throw new AppError('BAD_REQUEST', `--url is "${url}", which is no address of a gateway.`, {
      expected: 'Give one like http://127.0.0.1:3004.',
    });
  }
  const parsed = new URL(url);
  const isWhole = parsed.pathname !== '/';
  if (isWhole && server !== null) {
    throw new AppError(
      'BAD_REQUEST',
      `--url says with its path which server is meant, and so does ${server}.`,
      {
        expected: 'Give the server’s name, or a path, not both.',
      },
    );
  }
  if (!isWhole) parsed.pathname = server === null ? '/mcp' : `/mcp/${encodeURIComponent(server)}`;
  return parsed.href;
}
