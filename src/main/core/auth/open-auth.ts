// Keys, list of tokens and gate put together: opened with the data folder, closed with it.
import type { Audit } from '../audit/audit.ts';
import type { Vault } from '../secrets/secret-box.ts';
import type { Clock, Logger } from '../ports.ts';
import { openSigningKeys } from './signing-keys.ts';
import { openTokenBook } from './token-book.ts';
import { TokenGate } from './token-gate.ts';
import { Tokens } from './tokens.ts';

export interface AuthOptions {
  readonly dataDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly vault: Vault;
  readonly platform: NodeJS.Platform;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Something does not count any more; `owner`: whose sessions end, null where that is for each to find out. */
  readonly onRefused: (owner: string | null) => void;
  readonly audit?: Audit;
}

export interface Auth {
  readonly gate: TokenGate;
  readonly tokens: Tokens;
  close(): Promise<void>;
}

/** Rejects with SECRET_UNUSABLE, STORE_WRITE_FAILED, or the system's error. */
export async function openAuth(options: AuthOptions): Promise<Auth> {
  const keys = await openSigningKeys(options);
  const book = await openTokenBook(options);
  return {
    gate: new TokenGate({ ...options, keys, book }),
    tokens: new Tokens({ ...options, keys, book }),
    close: () => book.close(),
  };
}
