import { describe, expect, it } from 'vitest';
import { commandStage } from '../../support/command-stage.ts';

describe('JSON-RPC', () => {
  const ping = { jsonrpc: '2.0', method: 'health', id: 'a' };

  it('answers batches in their order, each request for itself', async () => {
    const { post } = await commandStage();
    const { status, body } = await post([
      ping,
      { jsonrpc: '2.0', method: 'nothing', id: 2 },
      { method: 'health' },
      7,
    ]);
    expect(status).toBe(200);
    expect(body).toMatchObject([
      { jsonrpc: '2.0', id: 'a', result: { success: true } },
      { jsonrpc: '2.0', id: 2, error: { code: -32_601 } },
      { jsonrpc: '2.0', id: null, error: { code: -32_600 } },
      { jsonrpc: '2.0', id: null, error: { code: -32_600 } },
    ]);
  });

  it('owes nothing to what has no id', async () => {
    const { post } = await commandStage();
    expect(await post({ jsonrpc: '2.0', method: 'health' })).toEqual({ status: 204, body: null });
    expect(await post([{ jsonrpc: '2.0', method: 'nothing' }])).toEqual({ status: 204, body: null });
    expect((await post([{ jsonrpc: '2.0', method: 'health' }, ping])).body).toHaveLength(1);
  });

  it.each([
    ['', -32_700],
    ['{', -32_700],
    [[], -32_600],
    [null, -32_600],
    ['"health"', -32_600],
    [{ method: 'health', id: 3 }, -32_600],
    [{ jsonrpc: '1.0', method: 'health', id: 3 }, -32_600],
    [{ jsonrpc: '2.0', id: 3 }, -32_600],
    [{ jsonrpc: '2.0', method: 7, id: 3 }, -32_600],
    [{ jsonrpc: '2.0', method: 'health', id: {} }, -32_600],
    [Array.from({ length: 51 }, () => ping), -32_600],
  ])('refuses %j with 400 and %i', async (body, code) => {
    const { post } = await commandStage();
    expect(await post(body)).toMatchObject({ status: 400, body: { jsonrpc: '2.0', error: { code } } });
  });

  it.each(['__proto__', 'constructor', 'toString', 'rpc.discover', 'shell', 'addServer'])(
    'knows no method %s',
    async (method) => {
      const { post } = await commandStage();
      const { body } = await post({ jsonrpc: '2.0', method, params: {}, id: 1 });
      expect(body).toMatchObject({ id: 1, error: { code: -32_601 } });
    },
  );
});

describe('the door', () => {
  const status = { jsonrpc: '2.0', method: 'health', id: 1 };

  it('is closed for foreign pages and foreign names', async () => {
    const { post, url } = await commandStage();
    for (const path of ['/cmd', '/api/jsonrpc']) {
      expect(await post(status, path, { origin: 'https://evil.example' })).toMatchObject({ status: 403 });
      expect(await post(status, path, { origin: url })).toMatchObject({ status: 200 });
    }
  });

  it('takes JSON only, and not much of it', async () => {
    const { post } = await commandStage();
    expect(await post(status, '/cmd', { 'content-type': 'text/plain' })).toMatchObject({ status: 415 });
    const large = { ...status, params: { filler: 'x'.repeat(70_000) } };
    expect(await post(large)).toMatchObject({ status: 400 });
  });

  it('is not opened by GET', async () => {
    const { url } = await commandStage();
    expect((await fetch(`${url}/cmd`)).status).toBe(404);
  });
});
