// Requests of the modern era over plain HTTP: each complete in itself.
import type { Begun, LightHttp, Sent } from './light-http.ts';
import { textIn } from './light-session.ts';

const revision = '2026-07-28';
const claim = {
  'io.modelcontextprotocol/protocolVersion': revision,
  'io.modelcontextprotocol/clientInfo': { name: 'load', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

/** Calls the tool that gives its message back. */
export async function modernEcho(http: LightHttp, url: string, message: string): Promise<void> {
  const params = { name: 'echo', arguments: { message } };
  const text = textIn(await http.send(sent(url, 'tools/call', params, { 'mcp-name': 'echo' })), 1);
  if (text !== `Echo: ${message}`) throw new Error(`"${message}" was answered with ${text}`);
}

/** Opens a subscription. */
export function modernListen(http: LightHttp, url: string): Promise<Begun> {
  const params = { notifications: { toolsListChanged: true } };
  return http.begin({ ...sent(url, 'subscriptions/listen', params, {}), isKept: false });
}

function sent(url: string, method: string, params: object, headers: Readonly<Record<string, string>>): Sent {
  return {
    url,
    body: { jsonrpc: '2.0', id: 1, method, params: { ...params, _meta: claim } },
    headers: { 'mcp-protocol-version': revision, 'mcp-method': method, ...headers },
  };
}
