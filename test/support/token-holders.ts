// Clients with tokens, in every way that there is to ask the gateway.
import { expect } from 'vitest';
import { modernRpc } from './modern-edge.ts';
import type { RunningPatchbay } from './patchbay.ts';
import { initializeParams, post, rpc, type Headers, type Json } from './raw-mcp.ts';
import { openSseSession } from './sse-client.ts';

/** A new token's header. */
export async function bearer({ core }: RunningPatchbay, ...scopes: readonly string[]): Promise<Headers> {
  const { token } = await core.commands.createToken({ name: 'test', expires: '90d', scopes: [...scopes] });
  return { authorization: `Bearer ${token}` };
}

/** Opens a session; gives the headers that belong to it, the token's among them. */
export async function openAs(
  url: string | URL,
  headers: Headers,
  protocolVersion = '2025-11-25',
): Promise<Headers> {
  const answer = await post(url, rpc(0, 'initialize', { ...initializeParams, protocolVersion }), headers);
  expect(answer.status).toBe(200);
  return { ...headers, 'mcp-session-id': String(answer.headers['mcp-session-id']) };
}

/** Asks something and gives the whole answer. */
export type Ask = (method: string, params?: Json) => Promise<Json>;

/** How a client of each kind asks, at an address (null: all servers) and with a token. */
export const ways: Readonly<
  Record<string, (patchbay: RunningPatchbay, server: string | null, holder: Headers) => Promise<Ask>>
> = {
  'in a session': async (patchbay, server, holder) => {
    const url = patchbay.endpoint(server ?? undefined);
    const headers = await openAs(url, holder);
    return async (method, params) => (await post(url, rpc(1, method, params), headers)).json();
  },
  'in a batch': async (patchbay, server, holder) => {
    const url = patchbay.endpoint(server ?? undefined);
    const headers = await openAs(url, holder, '2025-03-26');
    return async (method, params) => {
      const body = JSON.stringify([rpc('ping', 'ping'), rpc(1, method, params)]);
      const answers = JSON.parse((await post(url, body, headers)).text) as readonly Json[];
      return answers.find(({ id }) => id === 1) ?? {};
    };
  },
  'in the modern era': (patchbay, server, holder) => {
    const url = patchbay.endpoint(server ?? undefined);
    return Promise.resolve(async (method, params) => {
      const { body, headers } = modernRpc(1, method, params);
      return (await post(url, body, { ...headers, ...holder })).json();
    });
  },
  'over HTTP+SSE': async (patchbay, server, holder) => {
    const url = new URL(server === null ? '/sse' : `/mcp/${server}`, patchbay.url);
    const sse = await openSseSession(url, {}, holder);
    let id = 0;
    return async (method, params) => {
      const own = ++id;
      await sse.post(rpc(own, method, params));
      return sse.answer(own);
    };
  },
};
