// Whether tokens are asked for at one listening address, as the configuration says at each moment. Without them only this
// machine, or whoever has a certificate, is served.
import type { Permission } from '../auth/scopes.ts';
import type { Caller } from '../auth/token-gate.ts';
import type { TokenUse } from '../openapi/types.ts';
import type { Need } from './route-needs.ts';

export interface CallerGate {
  /**
   * Who sends this Authorization header to a route with this need; null: somebody who does not say so, and need not.
   * Throws, or rejects with, UNAUTHORIZED.
   */
  check(
    need: Exclude<Need, 'nothing'>,
    authorization: string | undefined,
  ): Caller | null | Promise<Caller | null>;
  /** The same where that is known without verifying anything; null otherwise, whatever the reason. */
  known(need: Exclude<Need, 'nothing'>, authorization: string | undefined): Caller | null;
  /** What that caller must be allowed; null: nothing in particular. */
  permissionFor(need: Exclude<Need, 'nothing'>): Permission | null;
  /** Whether a token is wanted at this moment. */
  tokenUse(need: Exclude<Need, 'nothing'>): TokenUse;
}

export interface CallerGateOptions {
  readonly tokens: {
    check(authorization: string | undefined): Caller | Promise<Caller>;
    known(authorization: string | undefined): Caller | null;
  };
  /** Who comes where no tokens are asked for. */
  readonly anybody: Caller;
  readonly needsToken: () => boolean;
  readonly registrationNeedsToken: () => boolean;
}

export function callerGate(options: CallerGateOptions): CallerGate {
  const { tokens, needsToken, registrationNeedsToken } = options;
  // What was begun without a token ends when one is needed.
  const anybody: Caller = { ...options.anybody, isValid: () => !needsToken() };
  const ifGood = async (authorization: string): Promise<Caller | null> => {
    try {
      return await tokens.check(authorization);
    } catch {
      return null;
    }
  };
  return {
    check: (need, authorization) => {
      if (need !== 'registration') return needsToken() ? tokens.check(authorization) : anybody;
      if (registrationNeedsToken()) return tokens.check(authorization);
      if (!needsToken()) return anybody;
      return authorization === undefined ? null : ifGood(authorization);
    },
    known: (need, authorization) => {
      if (need === 'registration') return null;
      return needsToken() ? tokens.known(authorization) : anybody;
    },
    permissionFor: (need) => {
      if (need !== 'registration') return need;
      // Whoever may come without a token may come with any.
      return registrationNeedsToken() ? 'registry' : null;
    },
    tokenUse: (need) => {
      if (need === 'registration' && registrationNeedsToken()) return 'needed';
      if (!needsToken()) return 'unread';
      return need === 'registration' ? 'read' : 'needed';
    },
  };
}
