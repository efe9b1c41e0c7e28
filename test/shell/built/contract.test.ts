import { describe, expect, it } from 'vitest';
import { callNames } from '../../../src/shared/contract.ts';
import type { CallResult } from '../../../src/shared/window-bridge.ts';
import type { AppState, LogLine } from '../../../src/shared/state.ts';
import { callChannel, eventChannels } from '../../../src/shared/window-bridge.ts';
import { menuWith, mockServer, pageOrigin, startBuiltShell } from '../../support/built-shell.ts';
import type { BuiltShell } from '../../support/built-shell.ts';

async function withPage(): Promise<BuiltShell> {
  const shell = await startBuiltShell({ servers: { mock: mockServer().entry } });
  await shell.until(({ windows }) => windows[0]?.exposed['patchbay'] !== undefined);
  await menuWith(shell, 'mock: ');
  return shell;
}

const refusal = { ok: false, error: expect.objectContaining({ code: 'FORBIDDEN_ORIGIN' }) };

describe('the page', () => {
  it('reads the state and commands through its bridge', async () => {
    const shell = await withPage();
    const state = (await shell.callPage('getState', {})) as CallResult<AppState>;
    expect(state).toMatchObject({ ok: true, value: { pid: shell.pid, gateway: { status: 'listening' } } });
    expect(await shell.callPage('startServer', { name: 'mock' })).toMatchObject({
      ok: true,
      value: { name: 'mock', status: 'ready' },
    });
    expect(await shell.callPage('listTools', { server: 'mock' })).toMatchObject({ ok: true });
  });

  it('gets a failure with its code and what to do', async () => {
    const shell = await withPage();
    expect(await shell.callPage('startServer', { name: 'nobody' })).toMatchObject({
      ok: false,
      error: { code: 'SERVER_UNKNOWN', message: expect.stringContaining('nobody') },
    });
  });

  it('hears the state at once and after each change', async () => {
    const shell = await withPage();
    await shell.toggleListening('onState');
    const heard = (world: { windows: readonly { heard: { state: unknown[] } }[] }): AppState[] =>
      (world.windows[0]?.heard.state ?? []) as AppState[];
    const statusOf = (state: AppState | undefined): string | undefined =>
      state?.servers.find(({ name }) => name === 'mock')?.status;
    await shell.until((world) => heard(world).length > 0);
    await shell.callPage('startServer', { name: 'mock' });
    const world = await shell.until((now) => statusOf(heard(now).at(-1)) === 'ready');
    expect(heard(world)[0]?.pid).toBe(shell.pid);
  });

  it('hears log lines while it listens, in order, and none after', async () => {
    const shell = await withPage();
    await shell.toggleListening('onLogs');
    await shell.callPage('startServer', { name: 'mock' });
    const ofMock = (world: { windows: readonly { heard: { logs: unknown[] } }[] }): LogLine[] =>
      (world.windows[0]?.heard.logs ?? [])
        .flat()
        .filter((line) => (line as LogLine).source === 'mock') as LogLine[];
    const world = await shell.until((now) => ofMock(now).some(({ text }) => text.includes('runs')));
    const order = ofMock(world).map(({ seq }) => seq);
    expect(order).toEqual(order.toSorted((one, other) => one - other));

    await shell.toggleListening('onLogs');
    const before = ofMock(world).length;
    await shell.callPage('restartServer', { name: 'mock' });
    const after = (await shell.callPage('readLogs', { source: 'mock' })) as CallResult<LogLine[]>;
    expect(after).toMatchObject({ ok: true });
    expect(ofMock(shell.world() ?? world).length).toBeLessThan(before + 5);
  });
});

describe('a playground', () => {
  it('works over IPC: what comes is told, and read', async () => {
    const shell = await withPage();
    await shell.toggleListening('onPlayground');
    const opened = (await shell.callPage('openPlayground', {})) as CallResult<{ session: string }>;
    const session = opened.ok ? opened.value.session : '';
    const call = { session, server: 'mock', method: 'tools/list' };
    expect(await shell.callPage('sendPlayground', call)).toMatchObject({ ok: true, value: { request: 1 } });
    const world = await shell.until(({ windows }) => (windows[0]?.heard.playground.length ?? 0) > 0);
    expect(world.windows[0]?.heard.playground).toContainEqual({ session, seq: expect.any(Number) });
    const read = await shell.callPage('readPlayground', { session, after: 0 });
    expect(JSON.stringify(read)).toContain('"tools"');
  });
});

describe('a call that comes from elsewhere', () => {
  it.each([
    ['a page of another origin in the window', { origin: 'https://example.com' }],
    ['a file in the window', { origin: 'null' }],
    ['a frame inside of our page, even of our origin', { origin: pageOrigin, embedded: true }],
    ['other web contents, even of our origin', { origin: pageOrigin, otherContents: true }],
    ['an origin that begins as ours', { origin: `${pageOrigin}.example.com` }],
    ['a frame that is gone', null],
  ])('is refused: %s', async (_who, sender) => {
    const shell = await withPage();
    expect(await shell.invoke(callChannel('getState'), {}, sender)).toEqual(refusal);
    expect(await shell.invoke(callChannel('stopServer'), { name: 'mock' }, sender)).toEqual(refusal);
    expect(await shell.invoke(eventChannels.subscribe, 'state', sender)).toEqual(refusal);
  });

  it('reaches nothing but the contract', async () => {
    const shell = await withPage();
    await expect(shell.invoke('patchbay:call:__proto__', {}, { origin: pageOrigin })).rejects.toThrow(
      'No handler',
    );
    for (const name of callNames) {
      const answer = await shell.invoke(callChannel(name), 'not an object', { origin: pageOrigin });
      expect(answer).toMatchObject({ ok: false, error: { code: 'BAD_REQUEST' } });
    }
  });
});

describe('input of a wrong shape', () => {
  it.each([
    ['startServer', {}, 'name'],
    ['startServer', { name: 7 }, 'name'],
    ['startServer', { name: 'mock', more: true }, ''],
    ['setServerEnabled', { name: 'mock', enabled: 'yes' }, 'enabled'],
    ['readLogs', { limit: 1_000_000 }, 'limit'],
  ])('is refused, naming the field: %s %j', async (name, input, field) => {
    const shell = await withPage();
    expect(await shell.callPage(name, input)).toMatchObject({
      ok: false,
      error: { code: 'BAD_REQUEST', details: { field } },
    });
  });

  it('is refused for events that there are not', async () => {
    const shell = await withPage();
    expect(await shell.invoke(eventChannels.subscribe, 'everything', { origin: pageOrigin })).toMatchObject({
      ok: false,
      error: { code: 'BAD_REQUEST' },
    });
  });
});
