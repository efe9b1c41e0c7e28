// The HTTP edge for modern clients alone, on a real socket, in front of a scripted legacy server.
import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import { onTestFinished } from 'vitest';
import { defaultBounds } from '../../src/main/core/bounds/bounds.ts';
import { anybody } from '../../src/main/core/auth/token-gate.ts';
import { Heartbeat } from '../../src/main/core/gateway/heartbeat.ts';
import { isModern } from '../../src/main/core/gateway/modern-headers.ts';
import { modernPost } from '../../src/main/core/gateway/modern-post.ts';
import { Traffic } from '../../src/main/core/gateway/traffic.ts';
import { systemClock } from '../../src/main/core/ports.ts';
import { CallMeter } from '../../src/main/core/metrics/call-meter.ts';
import { ModernFace } from '../../src/main/core/relay/modern/modern-face.ts';
import { StateSeal } from '../../src/main/core/relay/modern/request-state.ts';
import { scanMessage } from '../../src/main/core/relay/wire/message.ts';
import { call, rpc, type Headers, type Json } from './raw-mcp.ts';
import { claimMeta, scriptedLegacyServer, type LegacyServerOptions } from './scripted-legacy-server.ts';

export interface EdgeOptions extends LegacyServerOptions {
  readonly keepAliveMs?: number;
}

/** Call from within a test, with which it ends. */
export async function modernEdge(options: EdgeOptions = {}) {
  const clock = systemClock();
  const heartbeat = new Heartbeat(clock, () => options.keepAliveMs ?? 60_000);
  const traffic = new Traffic(clock, new CallMeter({ bounds: defaultBounds() }));
  const server = scriptedLegacyServer(options);
  const face = new ModernFace({
    name: 'box',
    connect: server.connect,
    clock,
    stateSeal: new StateSeal(randomBytes(32)),
    sessionIdleMs: () => 60_000,
  });
  const app = Fastify({ forceCloseConnections: true });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  app.post('/mcp', (request, reply) => {
    const message = scanMessage(request.body as Buffer);
    if (isModern(message, request.headers))
      modernPost({ headers: request.headers, caller: anybody }, reply, message, null, {
        modern: () => face,
        bounds: defaultBounds(),
        clock,
        heartbeat,
        traffic,
      });
    else void reply.code(418).send('legacy');
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(async () => {
    heartbeat.close();
    face.close();
    await app.close();
  });
  const { port } = app.server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/mcp`, server, face };
}

/** A modern request with the headers that belong to it. */
export function modernCall(id: unknown, name: string, args: Json = {}, meta: Json = {}) {
  const body = call(id, name, args, { ...claimMeta(), ...meta });
  return { body, headers: modernHeaders('tools/call', name) };
}

export function modernRpc(id: unknown, method: string, params: Json = {}, capabilities: Json = {}) {
  const body = rpc(id, method, { ...params, _meta: claimMeta(capabilities) });
  const { name, uri, taskId } = params;
  const named = new Map<string, unknown>([
    ['tools/call', name],
    ['prompts/get', name],
    ['resources/read', uri],
    ['tasks/get', taskId],
    ['tasks/update', taskId],
    ['tasks/cancel', taskId],
  ]).get(method);
  return { body, headers: modernHeaders(method, typeof named === 'string' ? named : undefined) };
}

export function modernHeaders(method: string, name?: string): Headers {
  return {
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': method,
    ...(name === undefined ? {} : { 'mcp-name': name }),
  };
}
