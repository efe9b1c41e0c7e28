// What each route of the gateway's port wants of its caller. A route that is not named here wants what MCP wants, so that
// nothing is open by accident.
import type { Permission } from '../auth/scopes.ts';

/** `registration`: as the configuration says. */
export type Need = 'nothing' | 'registration' | Permission;

const named: ReadonlyMap<string, Need> = new Map<string, Need>([
  ...each('nothing', ['/health', '/proxy/health', '/health/:server', '/openapi.json']),
  ...each('registration', ['/register', '/api/register', '/mcp/register', '/proxy/register']),
  ...each('registration', ['/unregister', '/proxy/unregister', '/proxy/heartbeat', '/heartbeat']),
  ...each('registration', ['/registrations', '/registrations/:key', '/list', '/servers', '/proxy/list']),
  ...each('registry', ['/cmd', '/api/jsonrpc']),
  ...each('metrics', ['/metrics']),
]);

/** `route`: its pattern; undefined for addresses at which there is nothing, which is no secret. */
export function needOf(method: string, route: string | undefined): Need {
  // What browsers ask before they send a token.
  if (route === undefined || method === 'OPTIONS') return 'nothing';
  return named.get(route) ?? 'mcp';
}

function each(need: Need, routes: readonly string[]): readonly (readonly [string, Need])[] {
  return routes.map((route) => [route, need]);
}
