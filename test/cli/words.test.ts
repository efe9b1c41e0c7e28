// What the command line says to words it knows and words it does not.
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { say } from './in-process.ts';
import { runCli } from './run-cli.ts';

const commands = [
  'serve',
  'status',
  'doctor',
  'servers',
  'start',
  'stop',
  'restart',
  'enable',
  'disable',
  'pause',
  'resume',
  'add',
  'remove',
  'registrations',
  'accept',
  'approve',
  'bridge',
  'bundle',
  'clients',
  'connect',
  'import',
  'disconnect',
  'uninstall-clients',
  'unregister',
  'tools',
  'call',
  'logs',
  'token',
];
/** Those with commands of their own. */
const groups = ['secret'];
const inGroups = ['secret set', 'secret list', 'secret remove'];

it('lists every command it has, and no other', async () => {
  const { status, stdout, stderr } = await say(['--help']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const listed = stdout.split('\nCommands:\n')[1]?.split('\n\n')[0] ?? '';
  const words = [...listed.matchAll(/^ {2}([a-z-]+)/gm)].map((match) => match[1]);
  expect(words).toEqual(['serve', 'status', 'doctor', 'servers', ...words.slice(4)]);
  expect([...words].sort()).toEqual([...commands, ...groups, 'help'].sort());
});

it.each([...commands, ...inGroups])('helps with %s, example included', async (command) => {
  const { status, stdout } = await say([...command.split(' '), '--help']);
  expect(status).toBe(0);
  expect(stdout).toContain(`Usage: patchbay ${command}`);
  expect(stdout).toContain('--data-dir <folder>');
  expect(stdout).toMatch(new RegExp(`Example:\n  patchbay ${command}`));
});

it('tells its version', async () => {
  const packageInfo = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
  expect(await runCli(['--version'])).toEqual({ status: 0, stdout: `${packageInfo.version}\n`, stderr: '' });
});

it.each([
  [['fly'], "unknown command 'fly'"],
  [['status', '--loud'], "unknown option '--loud'"],
  [['start'], "missing required argument 'name'"],
  [['start', 'a', 'b'], 'too many arguments'],
  [['servers', '--data-dir'], 'argument missing'],
  [['serve', '--port', 'abc'], '--port is "abc", which is not a port'],
  [['serve', '--port', '70000'], '--port is "70000", which is not a port'],
  [['serve', '--console-port', '-1'], '--console-port is "-1", which is not a port'],
  [['serve', '--auth', 'maybe'], 'Give one of: token, none'],
  [['serve', '--log-level', 'loud'], 'Give one of: error, warn, info, debug'],
  [['serve', '--json'], "unknown option '--json'"],
  [['logs', '--lines', '0'], 'Give a whole number from 1'],
  [['logs', '--lines', 'many'], 'Give a whole number from 1'],
  [['call', 'files'], "missing required argument 'tool'"],
  [['call', 'files', 'read', '{"path": }'], 'look at position 9, near }'],
  [['call', 'files', 'read', '{"path": "a"'], 'ends too early, at position 12'],
  [['call', 'files', 'read', '{"a": 1,}'], 'look at position 8'],
  [['call', 'files', 'read', "{'a': 1}"], 'look at position 1'],
  [['call', 'files', 'read', '[1]'], 'must be a JSON object'],
  [['add', 'files'], 'a command after "--", or --url, is missing'],
  [['add', 'a b', '--', 'node'], 'must be 1 to 64 of the characters'],
  [['add', 'messages', '--', 'node'], 'is reserved'],
  [['add', 'patchbay', '--', 'node'], 'built-in server'],
  [['add', 'x', '--url', 'http://a', '--', 'node'], 'a server has one of them'],
  [['add', 'x', '--header', 'A=b', '--', 'node'], '--header goes with --url'],
  [['add', 'x', '--url', 'http://a', '--eager'], '--eager goes with a command'],
  [['add', 'x', '--env', 'A', '--', 'node'], 'Give it as KEY=VALUE'],
  [['add', 'x', 'npx', '-y', 'server'], "unknown option '-y'"],
])('ends with 2 for %j and says why on stderr alone', async (words, fault) => {
  const { status, stdout, stderr } = await say(words);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(fault);
  expect(stderr).toMatch(/^patchbay: /);
});

it('ends with 2 for a variable that is no port', async () => {
  const { status, stderr } = await say(['serve'], { env: { PATCHBAY_PORT: 'abc' } });
  expect(status).toBe(2);
  expect(stderr).toContain('PATCHBAY_PORT is "abc"');
});

it('shows its help on stderr, with 2, when there are no words', async () => {
  const { status, stdout, stderr } = await say([]);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain('Usage: patchbay');
});

it('gives a real process its exit statuses and streams', async () => {
  const wrong = await runCli(['fly']);
  expect(wrong).toEqual({ status: 2, stdout: '', stderr: "patchbay: unknown command 'fly'\n" });
  const failed = await runCli(['status', '--data-dir', '/nonexistent/data']);
  expect(failed).toMatchObject({ status: 1, stdout: '' });
  expect(failed.stderr).toMatch(/^patchbay: Patchbay does not run on \/nonexistent\/data\. Start it .*\n$/);
});
