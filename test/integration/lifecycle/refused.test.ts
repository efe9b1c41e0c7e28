// When a start is not possible: the port or the data folder belongs to somebody else.
import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { configWith, mockEntry } from '../../support/mock-entry.ts';
import { takenPort } from '../../support/ports.ts';
import { processesWith } from '../../support/processes.ts';
import { startProgram, testHome, type Ended, type Home } from '../../support/program.ts';
import { until } from '../../support/until.ts';

const anyPorts = ['--port', '0', '--console-port', '0'];

/** One line on stderr, exit 1, and nothing left open or lying about. */
async function expectRefusal(home: Home, { status, stdout, stderr }: Ended): Promise<string> {
  const lines = stderr.split('\n').filter((line) => line.startsWith('patchbay: '));
  expect({ status, stdout, lines: lines.length }).toEqual({ status: 1, stdout: '', lines: 1 });
  expect(existsSync(join(home.dataDir, 'run.json'))).toBe(false);
  expect(await processesWith(home.marker)).toEqual([]);
  return lines[0] ?? '';
}

it('names the port that another program has, and the three ways to choose another', async () => {
  const port = await takenPort();
  const home = await testHome();
  const line = await expectRefusal(home, await home.start(['serve', '--port', String(port)]).ended);
  expect(line).toContain(`Port ${port} on 127.0.0.1 is used by another program.`);
  expect(line).toContain('--port');
  expect(line).toContain('PATCHBAY_PORT');
  expect(line).toMatch(/"gateway": \{ "port": .* \} in config\.json/);
});

it('says the same when the variable or the file chose the port', async () => {
  const port = await takenPort();
  const home = await testHome({ config: { gateway: { port } } });
  const words = ['serve', '--console-port', '0'];
  expect(await expectRefusal(home, await home.start(words).ended)).toContain(`Port ${port} `);
  const other = await takenPort();
  const env = { PATCHBAY_PORT: String(other) };
  expect(await expectRefusal(home, await home.start(words, env).ended)).toContain(`Port ${other} `);
  // The flag beats both; the folder was let go each time.
  const program = await home.serve({ words: anyPorts, env });
  expect(program.url).not.toContain(String(port));
});

it('names the process of another Patchbay that has the port', async () => {
  const first = await startProgram();
  const { port } = new URL(first.url);
  const home = await testHome();
  const words = ['serve', '--port', port, '--console-port', '0'];
  const line = await expectRefusal(home, await home.start(words).ended);
  expect(line).toContain(`Port ${port} is used by another Patchbay (process ${first.pid}).`);
  expect(line).toContain('--port');
  expect((await fetch(`${first.url}/health`)).status).toBe(200);
});

it("names the console's port, too, and the ways out", async () => {
  const port = await takenPort();
  const home = await testHome();
  const words = ['serve', '--port', '0', '--console-port', String(port)];
  const line = await expectRefusal(home, await home.start(words).ended);
  expect(line).toContain(String(port));
  expect(line).toContain('--console-port');
  expect(line).toContain('--no-console');
  const program = await home.serve({ words: ['--port', '0', '--no-console'] });
  expect(program.runFile.consoleUrl).toBeNull();
});

it('refuses a second program on one data folder with pid and address of the first, which goes on', async () => {
  const first = await startProgram();
  const { status, stdout, stderr } = await first.home.start(['serve', ...anyPorts]).ended;
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toContain(
    `patchbay: Another Patchbay (process ${first.pid}, ${first.url}) runs on the data folder ${first.home.dataDir}.`,
  );
  expect(stderr).toContain('--data-dir');
  expect(JSON.parse(await first.home.readText('run.json'))).toEqual(first.runFile);
  expect((await fetch(`${first.url}/health`)).status).toBe(200);
  expect((await first.state()).gateway.url).toBe(first.url);
});

it('lets exactly one of two that start at the same moment have the folder', async () => {
  const home = await testHome();
  const both = [home.start(['serve', ...anyPorts]), home.start(['serve', ...anyPorts])];
  const loser = await Promise.race(both.map(({ ended }) => ended));
  expect(loser.status).toBe(1);
  expect(loser.stderr).toContain('Another Patchbay (process ');
  await until('the winner', () => both.some((each) => each.stdout().includes('Patchbay ready on ')));
  expect(await processesWith(home.marker)).toHaveLength(1);
});

it('starts on a folder whose Patchbay was killed', async () => {
  const first = await startProgram();
  await first.stop('SIGKILL');
  expect(existsSync(join(first.home.dataDir, 'run.json'))).toBe(true);
  const second = await first.home.serve();
  expect(second.runFile.pid).toBe(second.pid);
  expect(second.pid).not.toBe(first.pid);
});

it('starts no server before it has its port, not even an eager one', async () => {
  const port = await takenPort();
  const home = await testHome({ config: configWith({ eager: mockEntry({ start: 'eager' }) }) });
  await expectRefusal(home, await home.start(['serve', '--port', String(port), '--console-port', '0']).ended);
  expect(existsSync(join(home.dataDir, 'children.json'))).toBe(false);
  expect(await home.readText('logs/patchbay.log')).not.toContain('Listening');
});

it.each([
  { words: ['--host', '0.0.0.0', '--auth', 'none'] },
  { words: ['--auth', 'none'], config: { gateway: { host: '0.0.0.0', port: 0 } } },
  { words: [], config: { gateway: { host: '0.0.0.0', port: 0 }, auth: { mode: 'none' } } },
])('does not listen without tokens where other machines could reach it: %j', async ({ words, config }) => {
  const home = await testHome({ config: config ?? {} });
  const line = await expectRefusal(home, await home.start(['serve', '--console-port', '0', ...words]).ended);
  expect(line).toContain('0.0.0.0');
  expect(line).toContain('127.0.0.1');
});

it('says why the data folder cannot be used', async () => {
  const home = await testHome({ config: {} });
  const words = ['serve', ...anyPorts, '--data-dir', home.configFile];
  const line = await expectRefusal(home, await home.start(words).ended);
  expect(line).toContain(`The data folder ${home.configFile} cannot be used: a file is in its place.`);
});

it('does not touch the registry of a newer version', async () => {
  const home = await testHome({ config: {} });
  const registry = '{"version":99}';
  await writeFile(join(home.dataDir, 'registry.json'), registry);
  const line = await expectRefusal(home, await home.start(['serve', ...anyPorts]).ended);
  expect(line).toContain('registry.json has version 99');
  expect(await home.readText('registry.json')).toBe(registry);
});

it('starts all the same when its own files are damaged: what was there is kept, and said', async () => {
  const home = await testHome({ config: {} });
  for (const name of ['registry.json', 'console-token', 'children.json']) {
    await writeFile(join(home.dataDir, name), '{ "half": ');
  }
  const program = await home.serve();
  expect((await program.state()).gateway.status).toBe('listening');
  const { status } = await home.run('servers');
  expect(status).toBe(0);
  const log = await home.readText('logs/patchbay.log');
  for (const name of ['registry.json', 'console-token', 'children.json']) expect(log).toContain(name);
  const kept = (await readdir(home.dataDir)).filter((name) => name.startsWith('registry.json.corrupt-'));
  expect(kept).toHaveLength(1);
});
