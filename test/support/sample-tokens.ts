// Tokens as lists show them, for tests of the page.
import type { TokenView } from '../../src/shared/tokens.ts';

const dayMs = 86_400_000;

/** A token in use, made just now. */
export function sampleToken(name: string, patch: Partial<TokenView> = {}): TokenView {
  const now = Date.now();
  return {
    id: `id-of-${name.slice(0, 20)}`,
    name,
    scopes: ['execute:mcp'],
    status: 'active',
    createdAt: now,
    expiresAt: now + 90 * dayMs,
    lastUsedAt: null,
    ...patch,
  };
}

/** One of each kind. */
export function mixedTokens(): readonly TokenView[] {
  const now = Date.now();
  return [
    sampleToken('old laptop', {
      status: 'expired',
      createdAt: now - 100 * dayMs,
      expiresAt: now - 10 * dayMs,
    }),
    sampleToken('cursor', { createdAt: now - 2000, lastUsedAt: now - 5 * 60_000 }),
    sampleToken('ci', {
      scopes: ['execute:mcp', 'registry', 'server:files', 'server:notes', 'tools:read'],
      createdAt: now - 5 * dayMs,
      expiresAt: now + 25 * dayMs,
    }),
    sampleToken('leaked', { status: 'outdated', expiresAt: now - dayMs }),
  ];
}
