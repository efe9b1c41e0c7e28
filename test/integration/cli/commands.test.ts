// The command line against a running gateway with real servers: each command as people read it, and with --json.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AppState, LogLine, ServerView, ToolView } from '../../../src/shared/state.ts';
import { configWith, mockEntry } from '../../support/mock-entry.ts';
import { makeHome, type Ended, type Home, type Program } from '../../support/program.ts';
import { until } from '../../support/until.ts';

let home: Home;
let program: Program;

beforeAll(async () => {
  home = await makeHome({
    config: configWith({
      mock: mockEntry({ flags: '--tools 2', tools: { deny: ['crash'] } }),
      gone: { command: 'surely-no-such-command' },
      off: mockEntry({ enabled: false }),
    }),
  });
  program = await home.serve();
});
afterAll(() => home.remove());

async function done(...words: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await home.run(...words);
  expect({ words, status, stderr }).toEqual({ words, status: 0, stderr: '' });
  return stdout;
}

/** Failed: exit status 1, nothing on stdout, one line on stderr. */
async function failed(...words: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await home.run(...words);
  expect({ words, status, stdout }).toEqual({ words, status: 1, stdout: '' });
  expect(stderr).toMatch(/^patchbay: [^\n]+\n$/);
  return stderr;
}

it('servers: lists all with their state', async () => {
  const text = await done('servers');
  expect(text).toMatch(/^NAME +STATE +ERA +TOOLS +SESSIONS +SUMMARY/);
  expect(text).toMatch(/^patchbay +ready +/m);
  expect(text).toMatch(/^off +disabled +/m);
  const servers = (await home.json('servers')) as readonly ServerView[];
  expect(servers.map(({ name }) => name)).toEqual(['patchbay', 'mock', 'gone', 'off']);
  expect(servers[1]).toMatchObject({ kind: 'stdio', url: `${program.url}/mcp/mock` });
});

it('start, restart, stop: do it, and answer with what is true afterwards', async () => {
  expect(await done('start', 'mock')).toMatch(/^mock: ready/);
  const [first] = (await program.server('mock')).pids;
  expect(await home.json('start', 'mock')).toMatchObject({ name: 'mock', status: 'ready', pids: [first] });
  const restarted = (await home.json('restart', 'mock')) as ServerView;
  expect(restarted).toMatchObject({ status: 'ready' });
  expect(restarted.pids).not.toEqual([first]);
  expect(await done('stop', 'mock')).toMatch(/^mock: idle/);
  expect(await home.json('stop', 'mock')).toMatchObject({ status: 'stopped', pids: [], problem: null });
});

it('start: says why a server does not start', async () => {
  expect(await failed('start', 'gone')).toContain('the command "surely-no-such-command" was not found');
  expect(await home.json('start', 'gone')).toMatchObject({ error: { code: 'SERVER_FAILED' } });
  expect(await failed('start', 'off')).toContain('patchbay enable off');
  expect(await failed('start', 'nobody')).toContain('There is no server "nobody". Known: patchbay, mock,');
  expect(await done('servers')).toMatch(/^gone +failed .*was not found/m);
});

it('tools: lists those of one server, or of all that can be asked', async () => {
  const one = await done('tools', 'mock');
  expect(one).toMatch(/^TOOL +DESCRIPTION/);
  expect(one).toContain('extra_2');
  expect(one).not.toMatch(/^crash /m);
  const all = (await home.json('tools')) as readonly ToolView[];
  expect(new Set(all.map(({ server }) => server))).toEqual(new Set(['patchbay', 'mock']));
  expect(all.find(({ name }) => name === 'echo')).toMatchObject({
    server: 'mock',
    inputSchema: { type: 'object', properties: { text: { type: 'string' } } },
  });
  expect(await failed('tools', 'gone')).toContain('"gone" cannot start');
  expect(await failed('tools', 'off')).toContain('"off" is disabled');
});

it('call: prints what the tool answers, or its whole result', async () => {
  expect(await done('call', 'mock', 'echo', '{"text":"Zażółć 🙂"}')).toBe('Zażółć 🙂\n');
  expect(await home.json('call', 'mock', 'echo', '{"text":"hi"}')).toEqual({
    content: [{ type: 'text', text: 'hi' }],
  });
});

it('call: fails on an error of the server, of the rules, of the tool', async () => {
  expect(await failed('call', 'mock', 'no_such_tool')).toContain('Unknown tool: no_such_tool');
  expect(await failed('call', 'mock', 'crash')).toContain('crash');
  expect(await home.json('call', 'mock', 'crash')).toMatchObject({ error: { code: expect.any(String) } });
  expect(await failed('call', 'nobody', 'echo')).toContain('There is no server "nobody"');
  expect(await home.json('call', 'off', 'echo')).toMatchObject({
    error: { code: 'SERVER_DISABLED', expected: 'Enable it with: patchbay enable off' },
  });
});

it('call: a result that reports an error is printed, and is a failure', async () => {
  const words = ['call', 'mock', 'fail', '{"text":"no such file"}'];
  const { status, stdout, stderr } = await home.run(...words);
  expect({ status, stdout }).toEqual({ status: 1, stdout: 'no such file\n' });
  expect(stderr).toBe('patchbay: mock: the tool fail reports an error.\n');
  const asJson = await home.run(...words, '--json');
  expect(asJson.status).toBe(1);
  expect(JSON.parse(asJson.stdout)).toMatchObject({ isError: true });
});

it('call: leaves no session behind', async () => {
  await done('call', 'mock', 'echo');
  expect(await program.server('mock')).toMatchObject({ sessions: 0, inFlight: 0 });
  expect((await program.state()).gateway.sessions).toBe(0);
});

it('logs: shows what a server printed, and what Patchbay did', async () => {
  await done('call', 'mock', 'noise', '{"lines":3,"characters":4}');
  await until('the noise', async () => (await done('logs', 'mock')).includes('noise 3 xxxx'));
  expect(await done('logs', 'mock')).toMatch(/^\d\d:\d\d:\d\d\.\d{3} info {2}mock: noise 1 xxxx$/m);
  const lines = (await home.json('logs', '--lines', '5')) as readonly LogLine[];
  expect(lines).toHaveLength(5);
  expect(lines.map(({ seq }) => seq)).toEqual(lines.map(({ seq }) => seq).sort((a, b) => a - b));
  const own = (await home.json('logs', 'patchbay')) as readonly LogLine[];
  expect(new Set(own.map(({ source }) => source))).toEqual(new Set(['patchbay']));
  expect(own.some(({ text }) => text.includes('Listening on'))).toBe(true);
  expect(await failed('logs', 'nobody')).toContain('There is no server "nobody"');
});

it('logs --follow: goes on with new lines until it is interrupted', async () => {
  const follower = home.start(['logs', 'mock', '--follow', '--lines', '1']);
  const asJson = home.start(['logs', 'mock', '--follow', '--json', '--lines', '1']);
  await until('the first lines', () => follower.stdout() !== '' && asJson.stdout() !== '');
  await program.client.callTool({ server: 'mock', tool: 'noise', arguments: { lines: 2, characters: 9 } });
  const wanted = 'noise 2 xxxxxxxxx';
  await until('the new lines', () => follower.stdout().includes(wanted) && asJson.stdout().includes(wanted));
  for (const running of [follower, asJson]) running.signal('SIGINT');
  const { stdout, stderr } = await asJson.ended;
  expect(stderr).toBe('');
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as LogLine);
  expect(new Set(lines.map(({ source }) => source))).toEqual(new Set(['mock']));
  await follower.ended;
});

it('logs --follow: takes up again after a restart of Patchbay', async () => {
  const follower = home.start(['logs', 'mock', '--follow']);
  await until('the first lines', () => follower.stdout() !== '');
  await program.stop();
  await until('the notice', () => follower.stderr().includes('the connection is lost'));
  program = await home.serve();
  await program.client.callTool({ server: 'mock', tool: 'noise', arguments: { lines: 1, characters: 5 } });
  await until('the new line', () => follower.stdout().includes('noise 1 xxxxx\n'));
  follower.signal('SIGTERM');
  // Said once, however long it took.
  expect((await follower.ended).stderr.match(/connection is lost/g)).toHaveLength(1);
});

it('status: tells the gateway, the console, the folder, the file and every server', async () => {
  const text = await done('status');
  expect(text).toContain(`process ${program.pid}, up `);
  expect(text).toContain(`${program.url}/mcp`);
  expect(text).toContain(home.dataDir);
  expect(text).toContain(home.configFile);
  expect(text).toMatch(/^mock +\w+/m);
  const state = (await home.json('status')) as AppState;
  expect(state).toMatchObject({ pid: program.pid, gateway: { status: 'listening', url: program.url } });
  // The link in it opens the console, once.
  const link = /http:\S+\/login\/\S+/.exec(text)?.[0] ?? '';
  expect((await fetch(link, { redirect: 'manual' })).status).toBe(303);
  expect((await fetch(link, { redirect: 'manual' })).status).toBe(410);
});

it('lets several commands be at work at once', async () => {
  const endings: readonly Ended[] = await Promise.all(
    ['a', 'b', 'c', 'd'].map((text) => home.run('call', 'mock', 'echo', JSON.stringify({ text }))),
  );
  expect(endings.map(({ stdout }) => stdout)).toEqual(['a\n', 'b\n', 'c\n', 'd\n']);
});
