// Every command against a console with a scripted host: what is called, what is printed, how it ends.
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { noAnnouncement } from '../../src/shared/announcement.ts';
import { AppError } from '../../src/shared/errors.ts';
import { proposal } from '../support/proposal.ts';
import { sampleServer, sampleState, scriptedHost } from '../support/scripted-host.ts';
import type { ScriptedHost } from '../support/scripted-host.ts';
import { say } from './in-process.ts';
import type { Said } from './in-process.ts';
import { makeDataFolder } from './run-cli.ts';
import type { DataFolder } from './run-cli.ts';

let folder: DataFolder;
beforeEach(async () => {
  folder = await makeDataFolder();
});
afterEach(async () => folder.remove());

const run = (words: readonly string[], columns?: number): Promise<Said> =>
  say(words, { env: { PATCHBAY_DATA_DIR: folder.dataDir }, ...(columns === undefined ? {} : { columns }) });

async function runOn(host: ScriptedHost, words: readonly string[], columns?: number): Promise<Said> {
  await folder.serve(host);
  return run(words, columns);
}

const files = sampleServer('files', {
  status: 'ready',
  summary: 'ready, 13 tools, 2 sessions',
  era: 'modern',
  tools: 13,
  sessions: 2,
});
const notes = sampleServer('notes', { enabled: false, summary: 'disabled' });

it('servers: lists them in aligned columns', async () => {
  const { status, stdout } = await runOn(scriptedHost({}, sampleState({ servers: [files, notes] })), [
    'servers',
  ]);
  expect(status).toBe(0);
  expect(stdout).toBe(
    `NAME   STATE     ERA     TOOLS  SESSIONS  SUMMARY
files  ready     modern  13     2         ready, 13 tools, 2 sessions
notes  disabled  -       -      0         disabled
`,
  );
});

it('servers: tells of one that runs how long ago it was heard', async () => {
  const heard = { ...files, lastSeenAt: Date.now() - 125_000 };
  const { stdout } = await runOn(scriptedHost({}, sampleState({ servers: [heard] })), ['servers']);
  expect(stdout).toMatch(/ready, 13 tools, 2 sessions, heard 2 min \d s ago/);
});

it('servers --json: prints them as they are, as one document', async () => {
  const { stdout } = await runOn(scriptedHost({}, sampleState({ servers: [files] })), ['servers', '--json']);
  expect(JSON.parse(stdout)).toEqual([files]);
});

it('status: tells addresses, uptime, a fresh console link and the servers', async () => {
  const state = sampleState({ servers: [files], startedAt: Date.now() - 3_725_000 });
  const { status, stdout, stderr } = await runOn(scriptedHost({}, state), ['status']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain(`Patchbay 1.2.3, process ${process.pid}, up 1 h 2 min`);
  expect(stdout).toContain('http://127.0.0.1:3004/mcp');
  expect(stdout).toContain('files  ready');
  const link = /http:\S+\/login\/\S+/.exec(stdout)?.[0] ?? '';
  expect((await fetch(link, { redirect: 'manual' })).status).toBe(303);
});

it('status: shows faults of config.json with line and column', async () => {
  const fault = {
    message: '"prot" is not a key of "gateway"',
    key: 'gateway.prot',
    line: 12,
    column: 5,
    expected: 'one of host, port',
  };
  const state = sampleState({ config: { path: '/data/config.json', faults: [fault], loadedAt: 0 } });
  const { stdout } = await runOn(scriptedHost({}, state), ['status']);
  expect(stdout).toContain(
    '✗ /data/config.json:12:5 gateway.prot: "prot" is not a key of "gateway". Expected: one of host, port.',
  );
  expect(stdout).toContain('stays in force');
});

it('status: shows why the gateway is not as configured, and that clients need certificates', async () => {
  const problem = {
    code: 'TLS_UNUSABLE',
    message: 'The key file /tls/gateway.key does not exist.',
    expected: 'Put it there.',
  } as const;
  const tls = { mode: 'mtls', certFile: '/tls/gateway.crt', names: ['localhost'], expiresAt: 0 } as const;
  const url = 'https://localhost:3004';
  const gateway = { ...sampleState().gateway, url, tls, problem };
  const { stdout } = await runOn(scriptedHost({}, sampleState({ gateway })), ['status']);
  expect(stdout).toContain('https://localhost:3004/mcp  (listening, certificates needed, 0 sessions)');
  expect(stdout).toContain('✗ The key file /tls/gateway.key does not exist. Put it there.');
});

it.each([
  [{ state: 'registered', serverKey: 'patchbay_1' }, 'registered as patchbay_1'],
  [{ state: 'registered', serverKey: 'p_1', isPending: true }, 'registered as p_1, waits there for approval'],
  [{ state: 'registering' }, 'registering'],
  [{ state: 'idle' }, 'not registered'],
  [{ state: 'retrying', problem: 'Nothing listens there.' }, 'not reached: Nothing listens there.'],
  [{ state: 'misconfigured', problem: 'It is itself.' }, 'not registered: It is itself.'],
] as const)('status: tells our own registration, %j, as "%s"', async (change, words) => {
  const announcement = { ...noAnnouncement(), proxyUrl: 'http://other:3004', ...change };
  const { stdout } = await runOn(scriptedHost({}, sampleState({ announcement })), ['status']);
  expect(stdout).toContain(`  Proxy    http://other:3004  (${words})`);
});

it('status: does not speak of a proxy while none is configured', async () => {
  const { stdout } = await runOn(scriptedHost({}, sampleState()), ['status']);
  expect(stdout).not.toContain('Proxy');
});

it('status --json: prints the state alone', async () => {
  const { stdout } = await runOn(scriptedHost(), ['status', '--json']);
  expect(JSON.parse(stdout)).toEqual(sampleState());
});

it.each([
  ['start', 'startServer', { name: 'files' }],
  ['stop', 'stopServer', { name: 'files' }],
  ['restart', 'restartServer', { name: 'files' }],
  ['enable', 'setServerEnabled', { name: 'files', enabled: true }],
  ['disable', 'setServerEnabled', { name: 'files', enabled: false }],
])('%s: calls %s and tells how the server is now', async (word, name, input) => {
  const host = scriptedHost({ [name]: () => files });
  const { status, stdout } = await runOn(host, [word, 'files']);
  expect({ status, stdout }).toEqual({ status: 0, stdout: 'files: ready, 13 tools, 2 sessions\n' });
  expect(host.called).toEqual([{ name, input }]);
  expect(JSON.parse((await run([word, 'files', '--json'])).stdout)).toEqual(files);
});

it('remove: removes', async () => {
  const host = scriptedHost({ removeServer: ({ name }) => ({ removed: name, undo: 'u' }) });
  expect(await runOn(host, ['remove', 'files'])).toEqual({
    status: 0,
    stdout: 'files: removed\n',
    stderr: '',
  });
  expect(JSON.parse((await run(['remove', 'files', '--json'])).stdout)).toEqual({ removed: 'files' });
});

it('add: writes a command with nothing but what was said', async () => {
  const host = scriptedHost({ proposeServer: proposal, addServer: ({ name }) => sampleServer(name) });
  const words = [
    'add',
    'files',
    '--yes',
    '--env',
    'A=1',
    '--env',
    'B=x=y',
    '--cwd',
    'sub',
    '--isolated',
    '--eager',
  ];
  const { stdout } = await runOn(host, [...words, '--', 'npx', '-y', 'server', '--json', '--env', 'C=3']);
  expect(stdout).toBe('files: idle\n');
  expect(host.called.map(({ name }) => name)).toEqual(['proposeServer', 'addServer']);
  expect(host.called[1]).toMatchObject({
    name: 'addServer',
    input: {
      name: 'files',
      consent: 'the-consent',
      entry: {
        command: 'npx',
        args: ['-y', 'server', '--json', '--env', 'C=3'],
        env: { A: '1', B: 'x=y' },
        cwd: '/work/sub',
        session: 'isolated',
        start: 'eager',
      },
    },
  });
  expect(host.called[1]?.input).not.toHaveProperty('entry.enabled');
});

it('add: writes a URL with headers', async () => {
  const host = scriptedHost({
    proposeServer: (input) => ({ ...proposal(input), consent: null }),
    addServer: ({ name }) => sampleServer(name),
  });
  const header = 'Authorization=Bearer ${TOKEN}';
  await runOn(host, ['add', 'remote', '--url', 'https://example.com/mcp', '--header', header, '--disabled']);
  expect(host.called[1]).toMatchObject({
    input: {
      name: 'remote',
      entry: {
        url: 'https://example.com/mcp',
        headers: { Authorization: 'Bearer ${TOKEN}' },
        enabled: false,
      },
    },
  });
});

const readTool = { server: 'files', name: 'read', description: 'Reads a file.\nVery well.', inputSchema: {} };

it('tools: lists those of all servers, or of one', async () => {
  const host = scriptedHost({ listTools: () => [readTool] });
  const { stdout } = await runOn(host, ['tools']);
  expect(stdout).toBe('SERVER  TOOL  DESCRIPTION\nfiles   read  Reads a file.\n');
  expect((await run(['tools', 'files'])).stdout).toBe('TOOL  DESCRIPTION\nread  Reads a file.\n');
  expect(host.called.map(({ input }) => input)).toEqual([{}, { server: 'files' }]);
  expect(JSON.parse((await run(['tools', '--json'])).stdout)).toEqual([readTool]);
});

it('tools: says so when there are none', async () => {
  const { status, stdout } = await runOn(scriptedHost({ listTools: () => [] }), ['tools']);
  expect({ status, stdout }).toEqual({ status: 0, stdout: 'No tools are known.\n' });
});

const result = {
  content: [
    { type: 'text', text: 'one' },
    { type: 'image', data: 'AAAA', mimeType: 'image/png' },
    { type: 'resource_link', uri: 'file:///a' },
    { type: 'resource', resource: { uri: 'file:///b', text: 'two' } },
    { type: 'novel', x: 1 },
  ],
};

it('call: prints the text for people and the whole result as JSON', async () => {
  const host = scriptedHost({ callTool: () => ({ isError: false, result }) });
  const { status, stdout } = await runOn(host, ['call', 'files', 'read', '{"path": "a"}']);
  expect(status).toBe(0);
  expect(stdout).toBe('one\n[image image/png, 3 bytes]\n[resource file:///a]\ntwo\n{"type":"novel","x":1}\n');
  expect(host.called[0]?.input).toEqual({ server: 'files', tool: 'read', arguments: { path: 'a' } });
  expect(JSON.parse((await run(['call', 'files', 'read', '--json'])).stdout)).toEqual(result);
});

it('call: shows structured content where there is no other', async () => {
  const host = scriptedHost({
    callTool: () => ({ isError: false, result: { structuredContent: { a: 1 } } }),
  });
  expect((await runOn(host, ['call', 'a', 'b'])).stdout).toBe('{\n  "a": 1\n}\n');
});

it('call: ends with 1 when the tool reports an error', async () => {
  const content = [{ type: 'text', text: 'no such file' }];
  const host = scriptedHost({ callTool: () => ({ isError: true, result: { content, isError: true } }) });
  expect(await runOn(host, ['call', 'files', 'read'])).toEqual({
    status: 1,
    stdout: 'no such file\n',
    stderr: 'patchbay: files: the tool read reports an error.\n',
  });
  const asJson = await run(['call', 'files', 'read', '--json']);
  expect(asJson.status).toBe(1);
  expect(JSON.parse(asJson.stdout)).toEqual({ content, isError: true });
});

it('lets nothing that a server says steer a terminal', async () => {
  const text = '\u001b]0;title\u0007\u001b[2Jred\r\u202e\u0000!';
  const host = scriptedHost(
    { callTool: () => ({ isError: false, result: { content: [{ type: 'text', text }] } }) },
    sampleState({ servers: [sampleServer('odd', { summary: text })] }),
  );
  expect((await runOn(host, ['call', 'a', 'b'], 80)).stdout).toBe('red!\n');
  expect((await run(['call', 'a', 'b'])).stdout).toBe(`${text}\n`);
  expect((await run(['servers'])).stdout).toMatch(/odd .* red!\n$/);
});

it('keeps lines within a terminal, and whole in a pipe', async () => {
  const summary = 'crashed 3 times: exited with code 1, retrying in 8 s, and so on and on';
  const host = scriptedHost({}, sampleState({ servers: [sampleServer('a'.repeat(60), { summary })] }));
  const { stdout } = await runOn(host, ['servers'], 70);
  const lines = stripVTControlCharacters(stdout).trimEnd().split('\n');
  expect(lines.every((line) => line.length <= 70)).toBe(true);
  expect(lines[1]).toContain('aaaa… ');
  expect(lines[1]).toMatch(/crashed 3 times: ex…$/);
  expect((await run(['servers'])).stdout).toContain(`${'a'.repeat(60)}  stopped`);
});

it('colours a terminal alone, and not where NO_COLOR is set', async () => {
  const host = scriptedHost({}, sampleState({ servers: [files] }));
  expect((await runOn(host, ['servers'], 80)).stdout).toContain('\u001b[32mready');
  expect((await run(['servers'])).stdout).not.toContain('\u001b');
  const env = { PATCHBAY_DATA_DIR: folder.dataDir, NO_COLOR: '1' };
  expect((await say(['servers'], { env, columns: 80 })).stdout).not.toContain('\u001b');
});

it('tells a refusal in one line, and with --json as a document too', async () => {
  const refuse = () => {
    throw new AppError('SERVER_FAILED', 'files: command not found: npx.', { expected: 'Install Node.js.' });
  };
  const host = scriptedHost({ startServer: refuse });
  const stderr = 'patchbay: files: command not found: npx. Install Node.js.\n';
  expect(await runOn(host, ['start', 'files'])).toEqual({ status: 1, stdout: '', stderr });
  const asJson = await run(['start', 'files', '--json']);
  expect(asJson).toMatchObject({ status: 1, stderr });
  expect(JSON.parse(asJson.stdout)).toEqual({
    error: { code: 'SERVER_FAILED', message: 'files: command not found: npx.', expected: 'Install Node.js.' },
  });
});

it('prefers --data-dir to PATCHBAY_DATA_DIR', async () => {
  await folder.serve(scriptedHost());
  const env = { PATCHBAY_DATA_DIR: '/nonexistent/data' };
  expect(await say(['servers'], { env })).toMatchObject({ status: 1 });
  expect(await say(['servers', '--data-dir', folder.dataDir], { env })).toMatchObject({ status: 0 });
});
