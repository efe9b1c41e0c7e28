// What the scopes of a token allow (S3.2). One list of them for tokens that are made here and those that come from elsewhere.
// Knows nothing of how a token is written.
import { AppError } from '../../../shared/errors.ts';

/** `execute:mcp` is the scope of S3; what narrows it is our own. */
const scopeWords = {
  mcp: 'execute:mcp',
  readOnly: 'tools:read',
  registry: 'registry',
  metrics: 'metrics',
} as const;
/** Before a server's name. */
const serverPrefix = 'server:';
const serverNamePattern = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,79}$/;
/** More scopes than this no token needs. */
const maxScopes = 50;

/** What a token is good for on the gateway's port. */
export type Permission = 'mcp' | 'registry' | 'metrics';

/** The meaning of a token's scopes. */
export interface Grants {
  readonly permissions: ReadonlySet<Permission>;
  /** Names of servers; null: all. */
  readonly servers: ReadonlySet<string> | null;
  readonly isReadOnly: boolean;
}

/** For people and for `WWW-Authenticate`: the scope that gives a permission. */
export const scopeFor: Readonly<Record<Permission, string>> = {
  mcp: scopeWords.mcp,
  registry: scopeWords.registry,
  metrics: scopeWords.metrics,
};

/**
 * `execute:mcp` alone is everything; with `server:NAME` or `tools:read` it is no more than that. Scopes that mean nothing
 * here are somebody else's.
 */
export function readScopes(scopes: readonly string[]): Grants {
  const has = (scope: string): boolean => scopes.includes(scope);
  const servers = scopes
    .filter((scope) => scope.startsWith(serverPrefix))
    .map((scope) => scope.slice(serverPrefix.length));
  const isReadOnly = has(scopeWords.readOnly);
  const isNarrowed = isReadOnly || servers.length > 0;
  const isWhole = has(scopeWords.mcp) && !isNarrowed;
  const permissions = new Set<Permission>();
  if (has(scopeWords.mcp)) permissions.add('mcp');
  if (isWhole || has(scopeWords.registry)) permissions.add('registry');
  if (isWhole || has(scopeWords.metrics)) permissions.add('metrics');
  return { permissions, servers: servers.length === 0 ? null : new Set(servers), isReadOnly };
}

/** Scopes as people write them for a new token, complete and in order. Throws BAD_REQUEST for one that means nothing. */
export function completeScopes(wanted: readonly string[]): readonly string[] {
  const scopes = new Set(wanted.map((scope) => scope.trim()).filter((scope) => scope !== ''));
  for (const scope of scopes) requireKnown(scope);
  const narrows = [...scopes].some(
    (scope) => scope === scopeWords.readOnly || scope.startsWith(serverPrefix),
  );
  if (scopes.size === 0 || narrows) scopes.add(scopeWords.mcp);
  if (scopes.size > maxScopes) {
    throw new AppError('BAD_REQUEST', `The token would have ${scopes.size} scopes.`, {
      expected: `A token has at most ${maxScopes}.`,
    });
  }
  return [...scopes].toSorted();
}

function requireKnown(scope: string): void {
  if (Object.values<string>(scopeWords).includes(scope)) return;
  if (scope.startsWith(serverPrefix) && serverNamePattern.test(scope.slice(serverPrefix.length))) return;
  throw new AppError('BAD_REQUEST', `There is no scope ${JSON.stringify(scope.slice(0, 100))}.`, {
    expected: `Scopes are ${Object.values(scopeWords).join(', ')} and server:NAME.`,
  });
}
