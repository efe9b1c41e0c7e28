// Scopes of tokens between the wire's words and what people choose. What a scope allows is the gateway's to say.

/** What a person chooses for a new token. */
export interface ScopeChoice {
  /** null: all servers. */
  readonly servers: readonly string[] | null;
  readonly readOnly: boolean;
}

/** What the scopes of a token come to. */
export interface TokenReach extends ScopeChoice {
  /** Everything on the gateway's port, registering and /metrics included. */
  readonly everything: boolean;
  /** Scopes besides those for servers and tools. */
  readonly others: readonly string[];
  /** Without this there is nothing to do with servers. */
  readonly mcp: boolean;
}

const mcp = 'execute:mcp';
const readOnly = 'tools:read';
const serverPrefix = 'server:';

/** The scopes to ask for; none means everything. */
export function scopesOf(choice: ScopeChoice): string[] {
  const servers = choice.servers ?? [];
  return [...servers.map((name) => `${serverPrefix}${name}`), ...(choice.readOnly ? [readOnly] : [])];
}

/** What a token's scopes come to, as the gateway reads them. */
export function readReach(scopes: readonly string[]): TokenReach {
  const servers = scopes
    .filter((scope) => scope.startsWith(serverPrefix))
    .map((scope) => scope.slice(serverPrefix.length));
  const isReadOnly = scopes.includes(readOnly);
  const isMcp = scopes.includes(mcp);
  return {
    servers: servers.length === 0 ? null : servers,
    readOnly: isReadOnly,
    everything: isMcp && !isReadOnly && servers.length === 0,
    others: scopes.filter((scope) => scope !== mcp && scope !== readOnly && !scope.startsWith(serverPrefix)),
    mcp: isMcp,
  };
}
