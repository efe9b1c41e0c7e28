// Tokens as tests make them: by the gateway's own parts, or forged by hand.
import { createHmac } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { openSigningKeys } from '../../src/main/core/auth/signing-keys.ts';
import { openTokenBook } from '../../src/main/core/auth/token-book.ts';
import { TokenGate } from '../../src/main/core/auth/token-gate.ts';
import { Tokens } from '../../src/main/core/auth/tokens.ts';
import { openVault, type SecretBox } from '../../src/main/core/secrets/secret-box.ts';
import { fakeClock, type FakeClock } from './fake-clock.ts';
import { recordingLogger } from './recorders.ts';
import { tempFolder } from './temp-folder.ts';

/** A secret as the environment would give it. */
export const sharedSecret = 'a secret that tests share, long enough';

export interface Forging {
  readonly secret?: string | Buffer;
  readonly header?: unknown;
}

/** A signed token that says whatever the test wants. */
export function forge(
  payload: unknown,
  { secret = sharedSecret, header = { alg: 'HS256', typ: 'JWT' } }: Forging = {},
): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part(header)}.${part(payload)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

/** What S3 has in a token, good for an hour from `now` (epoch milliseconds). */
export function goodClaims(now: number): Record<string, unknown> {
  const iat = Math.floor(now / 1000);
  return { sub: 'ann', user_id: 'ann', type: 'access', scopes: ['execute:mcp'], iat, exp: iat + 3600 };
}

export interface AuthStageOptions {
  readonly dataDir?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly box?: SecretBox | null;
  readonly clock?: FakeClock;
}

/** Keys, book and gate on a data folder, as the core puts them together. Call from within a test. */
export async function authStage(options: AuthStageOptions = {}) {
  const { clock = fakeClock(), env = {}, box = null } = options;
  const dataDir = options.dataDir ?? (await tempFolder());
  const logger = recordingLogger();
  const { platform } = process;
  const vault = await openVault(box, logger);
  const keys = await openSigningKeys({ dataDir, env, vault, platform, clock, logger });
  const book = await openTokenBook({ dataDir, platform, clock, logger });
  onTestFinished(() => book.close());
  const gate = new TokenGate({ keys, book, clock });
  let refusals = 0;
  const tokens = new Tokens({ keys, book, clock, logger, onRefused: () => void refusals++ });
  const check = async (token: string) => gate.check(`Bearer ${token}`);
  return { dataDir, clock, logger, keys, book, gate, tokens, check, refusals: () => refusals };
}
