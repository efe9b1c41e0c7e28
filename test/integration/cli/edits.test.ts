// Commands that edit config.json: in force when they return, and the file still the person's own.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeHome, type Home, type Program } from '../../support/program.ts';
import { mockEntry } from '../../support/mock-entry.ts';

let home: Home;
let program: Program;

const { command, args } = mockEntry();
const original = `// Mine. Do not lose this.
{
  "logging": { "level": "debug" }, // noisy
  "mcpServers": {
    // The first one.
    "mock": {
      "command": ${JSON.stringify(command)},
      "args": ${JSON.stringify(args)}, // trailing commas are fine
    },
    /* and nothing else */
  },
}
`;

beforeAll(async () => {
  home = await makeHome({ config: original });
  program = await home.serve();
});
afterAll(() => home.remove());

const comments = [
  '// Mine. Do not lose this.',
  '// noisy',
  '// The first one.',
  '// trailing commas',
  '/* and',
];

async function expectComments(): Promise<string> {
  const text = await home.readText('config.json');
  for (const comment of comments) expect(text).toContain(comment);
  return text;
}

async function edit(...words: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await home.run(...words);
  expect({ words, status, stderr }).toEqual({ words, status: 0, stderr: '' });
  return stdout;
}

it('disable and enable: what sessions see changes at once, comments stay', async () => {
  const session = await program.open('mock');
  expect(await session.text('echo', { text: 'on' })).toBe('on');
  expect(await edit('disable', 'mock')).toBe('mock: disabled\n');
  expect(await expectComments()).toContain('"enabled": false');
  await expect(session.call('echo')).rejects.toThrow('"mock" is disabled');
  expect(await program.server('mock')).toMatchObject({ enabled: false, pids: [] });
  const enabled = await home.json('enable', 'mock');
  expect(enabled).toMatchObject({ name: 'mock', enabled: true });
  await expectComments();
  expect(await session.text('echo', { text: 'on again' })).toBe('on again');
});

let before = '';

it('add: a command or a URL, usable at once; variables are written as they are', async () => {
  before = await home.readText('config.json');
  const words = [
    'add',
    'second',
    '--yes',
    '--env',
    'TOKEN=${NOT_SET:-none}',
    '--',
    String(command),
    ...(args ?? []),
  ];
  expect(await edit(...words)).toMatch(/^second: /);
  const text = await expectComments();
  expect(text).toContain('${NOT_SET:-none}');
  expect((await home.run('call', 'second', 'echo', '{"text":"new"}')).stdout).toBe('new\n');
  const remote = await home.json('add', 'remote', '--url', 'http://127.0.0.1:9/mcp', '--disabled');
  expect(remote).toMatchObject({ name: 'remote', kind: 'http', enabled: false });
  expect((await program.state()).config.faults).toEqual([]);
});

it('add: refuses a name that is taken', async () => {
  const { status, stderr } = await home.run('add', 'mock', '--yes', '--', 'node');
  expect(status).toBe(1);
  expect(stderr).toContain('There is a server "mock" already.');
});

it('remove: the server ends and its lines go; the file is as it was', async () => {
  expect(await edit('remove', 'second')).toBe('second: removed\n');
  expect(await home.json('remove', 'remote')).toEqual({ removed: 'remote' });
  expect(await home.readText('config.json')).toBe(before);
  const { status, stderr } = await home.run('remove', 'second');
  expect(status).toBe(1);
  expect(stderr).toContain('There is no server "second" in the configuration file.');
  const builtIn = await home.run('disable', 'patchbay');
  expect(builtIn.status).toBe(1);
  expect(builtIn.stderr).toContain('patchbay');
});
