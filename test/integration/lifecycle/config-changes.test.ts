// Changes of the configuration while Patchbay runs: only what changed is touched.
import { rename, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { ServerEntryInput } from '../../../src/shared/config-schema.ts';
import { configWith, mockEntry } from '../../support/mock-entry.ts';
import { processesWith } from '../../support/processes.ts';
import { makeHome, startProgram, type Home, type Program } from '../../support/program.ts';
import { freePort } from '../../support/ports.ts';
import { until } from '../../support/until.ts';

let home: Home;
let program: Program;

const usual: Readonly<Record<string, ServerEntryInput>> = {
  one: mockEntry({ start: 'eager' }),
  two: mockEntry({ start: 'eager' }),
  three: mockEntry({ start: 'eager' }),
};

beforeAll(async () => {
  home = await makeHome({ config: configWith(usual) });
  program = await home.serve();
});
beforeEach(() => bringIntoForce(usual));
afterAll(() => home.remove());

let writings = 0;

/** Saves the file and waits until these servers, and no others, are in force, and the eager ones are ready. */
async function bringIntoForce(
  servers: Readonly<Record<string, ServerEntryInput>>,
  rest: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  // A server by which this file is told from the one before.
  const mark = `writing-${++writings}`;
  await home.writeConfig(configWith({ ...servers, [mark]: mockEntry({ enabled: false }) }, rest));
  const wanted = ['patchbay', ...Object.keys(servers), mark].join();
  await until(`the servers ${wanted}`, async () => {
    const { servers: now } = await program.state();
    return now.map(({ name }) => name).join() === wanted;
  });
  for (const [name, { start }] of Object.entries(servers)) {
    if (start === 'eager') await program.untilServer(name, ({ status }) => status === 'ready');
  }
}

/** A server that is changed or taken out may still be on its way out when the new configuration is in force. */
async function untilProcesses(count: number): Promise<void> {
  await until(`${count} processes`, async () => (await processesWith(home.marker)).length === count);
}

async function pidsOf(...names: readonly string[]): Promise<readonly (number | undefined)[]> {
  const { servers } = await program.state();
  return names.map((name) => servers.find((server) => server.name === name)?.pids[0]);
}

it('restarts only the server that changed; sessions on it go on', async () => {
  const session = await program.open('two');
  await session.call('info');
  const [one, two, three] = await pidsOf('one', 'two', 'three');
  await bringIntoForce({ ...usual, two: mockEntry({ start: 'eager', flags: '--name renamed' }) });
  expect(await pidsOf('one', 'three')).toEqual([one, three]);
  expect(await pidsOf('two')).not.toEqual([two]);
  expect(await session.data('info')).toMatchObject({ name: 'renamed' });
  await untilProcesses(4);
});

it('adds, disables, enables and removes servers by the file, and touches no other', async () => {
  const before = await pidsOf('one', 'two', 'three');
  await bringIntoForce({ ...usual, four: mockEntry() });
  const session = await program.open('four');
  const all = await program.open(null);
  expect(await session.text('echo', { text: 'new' })).toBe('new');
  await until('its tools in all', async () => (await all.toolNames()).includes('four__echo'));

  await bringIntoForce({ ...usual, four: mockEntry({ enabled: false }) });
  await program.untilServer('four', ({ enabled, pids }) => !enabled && pids.length === 0);
  await expect(session.call('echo')).rejects.toThrow('"four" is disabled');
  expect(await all.toolNames()).not.toContain('four__echo');
  await untilProcesses(4);

  await bringIntoForce({ ...usual, four: mockEntry() });
  expect(await session.text('echo', { text: 'on again' })).toBe('on again');

  await bringIntoForce(usual);
  await expect(session.call('echo')).rejects.toThrow('There is no server "four"');
  await untilProcesses(4);
  expect(await pidsOf('one', 'two', 'three')).toEqual(before);
});

it('brings tool rules and timeouts into force without a restart', async () => {
  const session = await program.open('one');
  const all = await program.open(null);
  expect(await session.toolNames()).toContain('never');
  const before = await pidsOf('one');
  const tools = { deny: ['cra*'] };
  await bringIntoForce({ ...usual, one: mockEntry({ start: 'eager', tools, toolTimeoutSeconds: 0.3 }) });
  expect(await session.toolNames()).not.toContain('crash');
  expect(await all.toolNames()).not.toContain('one__crash');
  expect(await all.toolNames()).toContain('two__crash');
  await expect(session.call('crash')).rejects.toThrow('crash');
  await expect(session.call('never')).rejects.toThrow('"one" did not answer tools/call within 0.3 s');
  expect(await pidsOf('one')).toEqual(before);
});

it('takes a shorter timeout of the gateway over for all servers, without a restart', async () => {
  const session = await program.open('two');
  await session.call('info');
  const before = await pidsOf('one', 'two', 'three');
  await bringIntoForce(usual, { gateway: { toolTimeoutSeconds: 0.4 } });
  await expect(session.call('never')).rejects.toThrow('within 0.4 s');
  expect(await pidsOf('one', 'two', 'three')).toEqual(before);
});

it('follows however the file is saved, and ends with what was saved last', async () => {
  const before = await pidsOf('one', 'two', 'three');
  for (let step = 1; step <= 8; step++) {
    const text = JSON.stringify(configWith({ ...usual, [`step-${step}`]: mockEntry() }), null, step);
    if (step % 2 === 0) {
      await home.writeConfig(text);
    } else {
      // As editors do: write beside, then put in its place.
      await writeFile(`${home.configFile}.new`, text);
      await rename(`${home.configFile}.new`, home.configFile);
    }
  }
  await bringIntoForce({ ...usual, last: mockEntry() });
  expect(await pidsOf('one', 'two', 'three')).toEqual(before);
});

it('renames what /mcp offers, and tells its sessions', async () => {
  const all = await program.open(null);
  expect(await all.toolNames()).toContain('one__echo');
  const heard = await all.listen();
  await bringIntoForce({ one: mockEntry({ start: 'eager' }) }, { aggregate: { prefix: 'on-conflict' } });
  await until('the news', () => heard.includes('notifications/tools/list_changed'));
  expect(await all.toolNames()).toContain('echo');
  expect(await all.text('echo', { text: 'bare' })).toBe('bare');
});

it('brings the log level into force', async () => {
  await bringIntoForce(usual, { logging: { level: 'error' } });
  const silent = await home.readText('logs/patchbay.log');
  await bringIntoForce({ ...usual, quiet: mockEntry() }, { logging: { level: 'error' } });
  expect(await home.readText('logs/patchbay.log')).toBe(silent);
  await bringIntoForce(usual, { logging: { level: 'info' } });
  await until('a line', async () => (await home.readText('logs/patchbay.log')).length > silent.length);
});

it('moves to another port when the file says so: run.json and status follow, sessions go on there', async () => {
  const [first, second] = [await freePort(), await freePort()];
  const servers = { mock: mockEntry() };
  const config = (port: number): unknown => configWith(servers, { gateway: { port } });
  const moving = await startProgram({ config: config(first), words: ['--console-port', '0'] });
  expect(moving.url).toBe(`http://127.0.0.1:${first}`);
  const session = await moving.open('mock');
  const { pid } = await session.data('info');

  await moving.home.writeConfig(config(second));
  const url = `http://127.0.0.1:${second}`;
  const { gateway } = await until('the move', async () => {
    const state = await moving.state();
    return state.gateway.url === url ? state : null;
  });
  expect(gateway.sessions).toBe(1);
  await until('run.json', async () => (await moving.home.readText('run.json')).includes(`"${url}"`));
  expect((await moving.home.run('status')).stdout).toContain(`${url}/mcp`);
  expect(await moving.server('mock')).toMatchObject({ url: `${url}/mcp/mock`, pids: [pid] });
  await expect(fetch(`${moving.url}/health`)).rejects.toThrow('fetch failed');
  session.moveTo(`${url}/mcp/mock`);
  expect((await session.data('info'))['pid']).toBe(pid);
});

it('stays where it is when the new port is taken', async () => {
  const other = await startProgram({ config: configWith({ mock: mockEntry() }) });
  const { port } = new URL(program.url);
  // The flag beats the file, so a port of the file does not even matter here.
  await other.home.writeConfig(configWith({ mock: mockEntry() }, { gateway: { port: Number(port) } }));
  await until(
    'the reading',
    async () => (await other.home.readText('logs/patchbay.log')).split('Read ').length > 2,
  );
  expect((await other.state()).gateway.url).toBe(other.url);

  const first = await freePort();
  const staying = await startProgram({
    config: configWith({ mock: mockEntry() }, { gateway: { port: first } }),
    words: ['--console-port', '0'],
  });
  const session = await staying.open('mock');
  await staying.home.writeConfig(configWith({ mock: mockEntry() }, { gateway: { port: Number(port) } }));
  await until('the refusal', async () =>
    (await staying.home.readText('logs/patchbay.log')).includes(`Port ${port} on 127.0.0.1 is used`),
  );
  expect(await session.text('echo', { text: 'still here' })).toBe('still here');
  expect((await staying.state()).gateway.url).toBe(staying.url);
});
