// The gateway's own commands on a real port, with a registration at a proxy that the test writes.
import { createHostGuard } from '../../src/main/core/http-guards/host-guard.ts';
import type { CommandSource } from '../../src/main/core/own-commands/types.ts';
import { managerStage, type ManagerStage } from './announcements.ts';
import { gatewayStage } from './gateway-stage.ts';
import { sampleServer } from './scripted-host.ts';
import { scriptedProxy, type ScriptedProxy } from './scripted-proxy.ts';

export interface CommandStage extends ManagerStage {
  readonly proxy: ScriptedProxy;
  readonly url: string;
  /** To `/cmd`, unless another path is named. */
  readonly post: (
    body: unknown,
    path?: string,
    headers?: Record<string, string>,
  ) => Promise<{ status: number; body: unknown }>;
  /** The result of one command. */
  readonly result: (method: string, params?: unknown) => Promise<unknown>;
}

/** Ends with the test. Its clock stands still. */
export async function commandStage(): Promise<CommandStage> {
  const proxy = await scriptedProxy();
  const manager = managerStage({ proxyUrl: proxy.url });
  const source: CommandSource = {
    version: '1.2.3',
    startedAt: 1_000_000,
    now: () => 1_123_450,
    servers: () => [
      sampleServer('files', { tools: 3, problem: { code: 'SERVER_EXITED', message: 'It said s3cret.' } }),
    ],
    announcement: manager.manager,
  };
  let port = 0;
  const guard = createHostGuard({ port: () => port, allowedHosts: [], allowedOrigins: [] });
  const gateway = await gatewayStage({ commands: source, guard });
  port = gateway.port;
  const url = `http://127.0.0.1:${gateway.port}`;
  const post: CommandStage['post'] = async (body, path = '/cmd', headers = {}) => {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
  };
  const result: CommandStage['result'] = async (method, params) => {
    const { status, body } = await post({ jsonrpc: '2.0', method, params, id: 1 });
    if (status !== 200) throw new Error(`It was answered with ${status}: ${JSON.stringify(body)}`);
    return (body as { result: unknown }).result;
  };
  return Object.assign(manager, { proxy, url, post, result });
}
