// The token of this user's own programs, in gateway-token (0600): for the bridge and for scripts that can read the data
// folder anyway. Made anew when it is about to expire, was revoked, or its secret was rotated; listed like any other.
import { join } from 'node:path';
import { ownTokenName } from '../../../shared/names.ts';
import type { Clock } from '../ports.ts';
import { durableFile } from '../store/durable-file.ts';
import type { TokenGate } from './token-gate.ts';
import type { Tokens } from './tokens.ts';

export interface OwnTokenOptions {
  readonly dataDir: string;
  readonly platform: NodeJS.Platform;
  readonly clock: Clock;
  readonly tokens: Tokens;
  readonly gate: TokenGate;
}

const fileName = 'gateway-token';
const lifeMs = 365 * 86_400_000;
const renewBeforeMs = 30 * 86_400_000;

/** Sees to it that the file holds a token that counts. Rejects with STORE_WRITE_FAILED, or the system's error. */
export async function ensureOwnToken({
  dataDir,
  platform,
  clock,
  tokens,
  gate,
}: OwnTokenOptions): Promise<void> {
  const file = durableFile(join(dataDir, fileName), { platform });
  const [id = '', token = ''] = ((await file.read()) ?? '').trim().split(' ');
  const known = tokens.list().find((view) => view.id === id);
  const isGood = token !== '' && (await isAccepted(gate, token));
  if (isGood && known?.status === 'active' && known.expiresAt - clock.now() > renewBeforeMs) return;
  const made = await tokens.create({ name: ownTokenName, lifeMs, scopes: [] });
  await file.write(`${made.id} ${made.token}\n`);
  // One that still counts may be in use.
  if (!isGood && known !== undefined) await tokens.revoke(known.id);
}

/** The token in the data folder; null where there is none. */
export async function readOwnToken(dataDir: string): Promise<string | null> {
  const text = await durableFile(join(dataDir, fileName), { platform: process.platform })
    .read()
    .catch(() => null);
  return text?.trim().split(' ')[1] ?? null;
}

async function isAccepted(gate: TokenGate, token: string): Promise<boolean> {
  try {
    await gate.check(`Bearer ${token}`);
    return true;
  } catch {
    return false;
  }
}
