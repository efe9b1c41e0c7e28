// One-time login codes and the browser sessions that they open. In memory and bounded: a restart logs everybody out.
// Knows nothing of HTTP.
import { createHash } from 'node:crypto';
import type { Clock } from '../ports.ts';

const codeLifetimeMs = 10 * 60_000;
const maxCodes = 64;
const maxSessions = 64;
const secretBytes = 32;

/** Unguessable bytes; `randomBytes` of node:crypto. */
export type Random = (bytes: number) => Uint8Array;

export interface LoginSessions {
  /** A code that `redeem` takes once, within ten minutes. */
  issueCode(): string;
  /** The id of a new session; null when the code is unknown, used or too old. */
  redeem(code: string): string | null;
  /** Whether a session has this id. */
  isKnown(sessionId: string): boolean;
}

/** The oldest code, and the session unused for longest, make room when there are too many. */
export function createLoginSessions(clock: Clock, random: Random): LoginSessions {
  // By digest, so that a look-up's time tells nothing of the secret; with the time of its end.
  const codes = new Map<string, number>();
  const sessions = new Set<string>();
  const newSecret = () => Buffer.from(random(secretBytes)).toString('base64url');

  return {
    issueCode() {
      const code = newSecret();
      codes.set(digest(code), clock.monotonic() + codeLifetimeMs);
      dropOldest(codes, maxCodes);
      return code;
    },
    redeem(code) {
      const key = digest(code);
      const endsAt = codes.get(key);
      codes.delete(key);
      if (endsAt === undefined || clock.monotonic() >= endsAt) return null;
      const sessionId = newSecret();
      sessions.add(digest(sessionId));
      dropOldest(sessions, maxSessions);
      return sessionId;
    },
    isKnown(sessionId) {
      const key = digest(sessionId);
      if (!sessions.delete(key)) return false;
      sessions.add(key);
      return true;
    },
  };
}

function digest(secret: string): string {
  return createHash('sha256').update(secret).digest('base64');
}

function dropOldest(kept: Map<string, number> | Set<string>, max: number): void {
  for (const key of kept.keys()) {
    if (kept.size <= max) return;
    kept.delete(key);
  }
}
