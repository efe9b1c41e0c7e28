// Every command where no gateway runs: one clear line, exit status 1. And wrong words: exit status 2.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeHome, startProgram, type Home } from '../../support/program.ts';

let home: Home;
beforeAll(async () => {
  home = await makeHome();
});
afterAll(() => home.remove());

const commands = [
  'status',
  'servers',
  'start mock',
  'stop mock',
  'restart mock',
  'enable mock',
  'disable mock',
  'remove mock',
  'add mock -- node mock.js',
  'tools',
  'tools mock',
  'call mock echo',
  'logs',
  'logs mock --follow',
];

it('says of every command that nothing runs, and how to start it', async () => {
  for (const command of commands) {
    const { status, stdout, stderr } = await home.run(...command.split(' '));
    expect({ command, status, stdout }).toEqual({ command, status: 1, stdout: '' });
    expect(stderr).toBe(
      `patchbay: Patchbay does not run on ${home.dataDir}. Start it with "patchbay serve" or the app. ` +
        'Another data folder is given with --data-dir.\n',
    );
  }
});

it('says the same as a document with --json', async () => {
  for (const command of ['status', 'servers', 'tools', 'call mock echo', 'logs']) {
    const { status, stdout } = await home.run(...command.split(' '), '--json');
    expect({ command, status }).toEqual({ command, status: 1 });
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'NOT_RUNNING' } });
  }
});

it('says that a run.json is left over when its process is gone', async () => {
  const program = await startProgram();
  await program.stop('SIGKILL');
  const { status, stderr } = await program.home.run('servers');
  expect(status).toBe(1);
  expect(stderr).toContain(`its run.json is left over from process ${program.pid}, which has ended`);
});

it('says that commands need the console when it runs without one', async () => {
  const program = await startProgram({ words: ['--port', '0', '--no-console'] });
  expect(program.stdout()).not.toContain('Console:');
  const { status, stderr } = await program.home.run('servers');
  expect(status).toBe(1);
  expect(stderr).toContain('without its console');
  expect(stderr).toContain('--no-console');
});

it('ends with 2 on wrong words, before it looks for a gateway', async () => {
  const wrong = [
    'starts mock',
    'start',
    'call mock',
    'call mock echo {broken',
    'add register -- node',
    'add mock',
    'add mock --url http://127.0.0.1:9/mcp -- node',
    'logs --lines none',
    'servers --loudly',
    'serve --port never',
  ];
  for (const words of wrong) {
    const { status, stdout, stderr } = await home.run(...words.split(' '));
    expect({ words, status, stdout }).toEqual({ words, status: 2, stdout: '' });
    expect(stderr).toMatch(/^patchbay: /);
  }
});
