// Tokens as people see them, and the words in which they ask for one.
import { z } from 'zod';
import { durationMs } from './durations.ts';

/** What keeps a token from counting; `outdated`: its secret was rotated out, or is not known in this run. */
export type TokenStatus = 'active' | 'expired' | 'outdated';

/** A token as lists show it: never the token itself. */
export interface TokenView {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly status: TokenStatus;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** When it stops to count, rotated secrets considered; epoch milliseconds. */
  readonly expiresAt: number;
  /** Epoch milliseconds, a minute or so behind on disk; null: never. */
  readonly lastUsedAt: number | null;
}

/** A token that was just made. The one time that the token itself is shown. */
export interface NewToken {
  readonly id: string;
  readonly name: string;
  readonly token: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  readonly scopes: readonly string[];
}

/** What rotating the secret did. */
export interface SecretRotation {
  /** Until when tokens of before are accepted; epoch milliseconds. */
  readonly oldAcceptedUntil: number;
}

const duration = z
  .string()
  .max(20)
  .refine((text) => durationMs(text) !== null, {
    error: 'is no time: give a number and s, m, h, d or w, such as 90d; at most 3650d',
  });

/** Printable, so that it can be shown wherever it is listed. */
const tokenName = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^[^\p{C}]*$/u, 'has characters that cannot be shown');

export const newTokenSchema = z.strictObject({
  name: tokenName,
  /** How long it lasts. */
  expires: duration.default('90d'),
  scopes: z.array(z.string().min(1).max(100)).max(50).default([]),
});

export const rotationSchema = z.strictObject({
  /** How long tokens of before are accepted. */
  grace: duration.default('7d'),
});
