// A configuration with faults while Patchbay runs: nothing stops, everybody is told where the fault is.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AppState } from '../../../src/shared/state.ts';
import { configWith, mockEntry } from '../../support/mock-entry.ts';
import { makeHome, startProgram, type Home, type Program } from '../../support/program.ts';
import { until } from '../../support/until.ts';

let home: Home;
let program: Program;

beforeAll(async () => {
  home = await makeHome({ config: configWith({ mock: mockEntry({ start: 'eager' }) }) });
  program = await home.serve();
});
afterAll(() => home.remove());

const entryText = (): string => JSON.stringify(mockEntry({ start: 'eager' }));

async function untilFaults(fits: (faults: AppState['config']['faults']) => boolean): Promise<AppState> {
  return until('the faults', async () => {
    const state = await program.state();
    return fits(state.config.faults) ? state : null;
  });
}

it('goes on with the last good file, and shows line and column in status, state and log; mended, it is picked up', async () => {
  const session = await program.open('mock');
  const { pid } = await session.data('info');
  await home.writeConfig(
    `{\n  // a comment\n  "mcpServers": {\n    "mock": ${entryText()}\n    "more": {}\n  }\n}\n`,
  );
  const { config } = await untilFaults((faults) => faults.length > 0);
  expect(config.faults[0]).toMatchObject({ line: 5, column: 5 });

  expect((await session.data('info'))['pid']).toBe(pid);
  const { status, stdout } = await home.run('status');
  expect(status).toBe(0);
  expect(stdout).toContain(`${home.configFile}:5:5 `);
  expect(stdout).toContain('The last good configuration stays in force');
  expect(await home.json('status')).toMatchObject({ config: { faults: [{ line: 5, column: 5 }] } });
  expect(await home.readText('logs/patchbay.log')).toContain(`${home.configFile}:5:5`);
  const { stdout: logged } = await home.run('logs', 'patchbay');
  expect(logged.split('\n').filter((line) => line.includes(`${home.configFile}:5:5`))).toHaveLength(1);

  // An edit by command would lose what the person is writing.
  const refused = await home.run('disable', 'mock');
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain('has faults and is not edited');
  expect(refused.stderr).toContain('Line 5, column 5');

  await home.writeConfig(`{ "mcpServers": { "mock": ${entryText()}, "more": ${entryText()} } }`);
  const mended = await untilFaults((faults) => faults.length === 0);
  expect(mended.servers.map(({ name }) => name)).toEqual(['patchbay', 'mock', 'more']);
  expect((await session.data('info'))['pid']).toBe(pid);
  expect((await home.run('status')).stdout).not.toContain('not in force');
});

it('names the key of each value that is not valid, with what was expected', async () => {
  await home.writeConfig(
    [
      '{',
      '  "gateway": { "port": "3004" },',
      '  "mcpServers": {',
      `    "mock": ${entryText()},`,
      '    "sse": { "command": "node" },',
      '    "both": { "command": "node", "url": "http://127.0.0.1/mcp" }',
      '  }',
      '}',
    ].join('\n'),
  );
  const { config, servers } = await untilFaults((faults) => faults.length > 1);
  expect(config.faults).toMatchObject([
    { line: 2, column: 24, key: 'gateway.port' },
    { line: 5, key: 'mcpServers.sse' },
    { line: 6, key: 'mcpServers.both.url' },
  ]);
  for (const { expected } of config.faults) expect(expected).not.toBe('');
  expect(servers.map(({ name }) => name)).toContain('mock');
  await home.writeConfig(configWith({ mock: mockEntry({ start: 'eager' }) }));
  await untilFaults((faults) => faults.length === 0);
});

it('keeps everything running when the file is deleted, and says so', async () => {
  const before = await program.untilServer('mock', ({ status }) => status === 'ready');
  const { rm } = await import('node:fs/promises');
  await rm(home.configFile);
  const { config } = await untilFaults((faults) => faults.length > 0);
  expect(config.faults[0]?.message).toContain(home.configFile);
  expect((await program.server('mock')).pids).toEqual(before.pids);
  await home.writeConfig(configWith({ mock: mockEntry({ start: 'eager' }) }));
  await untilFaults((faults) => faults.length === 0);
  expect((await program.server('mock')).pids).toEqual(before.pids);
});

it('fails only the server whose variable is missing, naming it; the others run', async () => {
  const broken = mockEntry({ env: { API_KEY: '${SURELY_NOT_SET}' } });
  const config = configWith({ broken, whole: mockEntry() });
  const other = await startProgram({ config });
  const { status, problem, summary } = await other.server('broken');
  expect({ status, code: problem?.code }).toEqual({ status: 'failed', code: 'CONFIG_VARIABLE_MISSING' });
  expect(problem?.message).toContain('SURELY_NOT_SET');
  expect(problem?.message).toContain('"broken"');
  expect(summary).toContain('SURELY_NOT_SET');
  expect((await other.state()).config.faults).toEqual([]);
  await expect(other.open('broken')).rejects.toThrow('SURELY_NOT_SET');
  const session = await other.open('whole');
  expect(await session.text('echo', { text: 'runs' })).toBe('runs');
  const all = await other.open(null);
  expect(await all.toolNames()).toContain('whole__echo');
});

it('starts with a file that is not valid: no server of it, its fault in status', async () => {
  const other = await startProgram({ config: '{ "mcpServers": [ }' });
  const { config, servers } = await other.state();
  expect(config.faults.length).toBeGreaterThan(0);
  expect(config.faults[0]).toMatchObject({ line: 1 });
  expect(servers.map(({ name }) => name)).toEqual(['patchbay']);
  await other.home.writeConfig(configWith({ mock: mockEntry() }));
  await other.untilServer('mock', ({ status }) => status === 'stopped');
});
