// Addresses as clients want them, made from the gateway's own.
import type { ConnectionFacts } from '../../shared/clients.ts';
import type { AppState } from '../../shared/state.ts';

/** The endpoint of all servers, such as `http://127.0.0.1:3004/mcp`; null while nothing listens. */
export function gatewayEndpoint(gateway: AppState['gateway']): string | null {
  return gateway.url === null ? null : `${gateway.url.replace(/\/+$/, '')}/mcp`;
}

/** An example of a server, as config.json has it. */
export function configExample(name: string, folder: string): string {
  return [
    '{',
    '  "mcpServers": {',
    `    "${name}": {`,
    '      "command": "npx",',
    `      "args": ["-y", "@modelcontextprotocol/server-filesystem", "${folder}"]`,
    '    }',
    '  }',
    '}',
  ].join('\n');
}

/** The header that a client sends with a token. */
export function tokenHeader(token: string): string {
  return `Authorization: Bearer ${token}`;
}

/** The part of a client's configuration that points it at an endpoint with a token. */
export function clientConfig(endpoint: string, token: string): string {
  const patchbay = { type: 'http', url: endpoint, headers: { Authorization: `Bearer ${token}` } };
  return JSON.stringify({ mcpServers: { patchbay } }, null, 2);
}

/** The same for a client that starts its servers as programs. */
export function bridgeConfig({ command, args, env }: ConnectionFacts['bridge']): string {
  const patchbay = { command, args, ...(Object.keys(env).length === 0 ? {} : { env }) };
  return JSON.stringify({ mcpServers: { patchbay } }, null, 2);
}

/** The same as TOML, as Codex has it. */
export function clientToml(endpoint: string, token: string): string {
  const text = (value: string): string => JSON.stringify(value);
  return [
    '[mcp_servers.patchbay]',
    `url = ${text(endpoint)}`,
    `http_headers = { Authorization = ${text(`Bearer ${token}`)} }`,
  ].join('\n');
}
