// Values that a server is configured with are nobody else's business, and the data folder is nobody else's at all.
import { chmod, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ServerEntryInput } from '../../../src/shared/config-schema.ts';
import type { LogLine } from '../../../src/shared/state.ts';
import { configWith, mockEntry } from '../../support/mock-entry.ts';
import { makeHome, startProgram, type Home, type Program } from '../../support/program.ts';
import { until } from '../../support/until.ts';

const apiKey = 'Quohb7ieph2Zae';
/** Neither its name nor its look tells that it is a secret. */
const plain = 'correct horse battery staple';
const fromEnvironment = 'Ohng5eiphoh9xu';
const kept = 'Eeth5kaeNgohs8 behind "quotes"';
const secrets = [apiKey, plain, fromEnvironment, kept, 'Eeth5kaeNgohs8'];

let home: Home;
let program: Program;

/** Prints its secrets on stderr, then runs the mock server, or (code) ends. */
function talkative(code: number | null, keys: Partial<ServerEntryInput> = {}): ServerEntryInput {
  const { command, args = [], env = {}, ...rest } = mockEntry();
  const last = code === null ? 'exec "$@"' : `exit ${code}`;
  const script = `echo "key $API_KEY, note: $NOTE" >&2; echo "kept: $KEPT, $2" >&2; echo "got $1 as $FROM_OUTSIDE" >&2; ${last}`;
  return {
    ...rest,
    ...keys,
    command: 'sh',
    args: ['-c', script, 'sh', command ?? '', ...args, '--marker', '${OUTSIDE}'],
    env: { ...env, KEPT: '${secret:KEPT}', API_KEY: apiKey, NOTE: plain, FROM_OUTSIDE: '${OUTSIDE}' },
  };
}

beforeAll(async () => {
  home = await makeHome({
    config: configWith(
      {
        talkative: talkative(null),
        failing: talkative(3, { maxRestarts: 0 }),
        remote: { url: 'http://127.0.0.1:9/mcp', headers: { Authorization: `Bearer ${apiKey}` } },
      },
      { logging: { level: 'debug' } },
    ),
  });
  // As a careless unpacking would leave it.
  await chmod(home.dataDir, 0o755);
  await chmod(home.configFile, 0o644);
  program = await home.serve({ env: { OUTSIDE: fromEnvironment } });
  await program.client.setSecret({ name: 'KEPT', value: kept });
  const session = await program.open('talkative');
  await session.call('noise', { lines: 200 });
  await program.open('failing').catch(() => undefined);
  await program.open('remote').catch(() => undefined);
  await program.untilServer('failing', ({ problem }) => problem !== null);
});
afterAll(() => home.remove());

function expectNoSecret(text: string): void {
  for (const secret of secrets) expect(text).not.toContain(secret);
}

it('hands them to the child, whose answers are between it and its client', async () => {
  const session = await program.open('talkative');
  const env = await session.data('env', { names: ['API_KEY', 'NOTE', 'FROM_OUTSIDE', 'KEPT'] });
  expect(env).toEqual({ API_KEY: apiKey, NOTE: plain, FROM_OUTSIDE: fromEnvironment, KEPT: kept });
});

it('keeps them out of every log', async () => {
  const { stdout } = await home.run('logs', 'talkative', '--lines', '1000');
  expect(stdout).toContain('key [redacted], note: [redacted]');
  expectNoSecret(stdout);
  expectNoSecret(JSON.stringify(await home.json('logs', '--lines', '5000')));
  const audit = await home.run('logs', '--audit', '--lines', '1000');
  expect(audit.stdout).toMatch(/ secret set KEPT$/m);
  expect(audit.stdout).toMatch(/ launch started talkative \(command=sh .* pid=\d+\)$/m);
  expectNoSecret(audit.stdout);
  expectNoSecret(JSON.stringify(await home.json('secret', 'list')));
  expectNoSecret(program.stdout() + program.stderr());
  const session = await program.open('patchbay');
  const recent = await session.call('recent_logs', { server: 'talkative', lines: 500 });
  expect(JSON.stringify(recent)).toContain('[redacted]');
  expectNoSecret(JSON.stringify(recent));
});

it('keeps them out of status, servers and health, also in the words of a failure', async () => {
  const status = JSON.stringify(await home.json('status'));
  expect(status).toContain('ended with exit code 3');
  expect(status).toContain('[redacted]');
  expectNoSecret(status);
  expectNoSecret(JSON.stringify(await home.json('servers')));
  expectNoSecret((await home.run('status')).stdout);
  for (const path of ['/health', '/health/talkative', '/health/failing', '/health/remote']) {
    expectNoSecret(await (await fetch(`${program.url}${path}`)).text());
  }
  const session = await program.open('patchbay');
  for (const name of ['talkative', 'failing', 'remote']) {
    expectNoSecret(JSON.stringify(await session.call('server_status', { name })));
  }
  await expect(program.open('failing')).rejects.toThrow('[redacted]');
});

it('keeps them out of every file but config.json with its versions, and the one where secrets are kept', async () => {
  const files = await filesIn(home.dataDir);
  expect(files).toEqual(
    expect.arrayContaining([
      'logs/patchbay.log',
      'logs/audit.log',
      'secrets.json',
      'children.json',
      'registry.json',
    ]),
  );
  for (const file of files) {
    // Drafts of files that are being written come and go.
    const isDraft = file.endsWith('.tmp');
    if (!['config.json', 'config-history.json', 'secrets.json'].includes(file) && !isDraft)
      expectNoSecret(await readFile(join(home.dataDir, file), 'utf8'));
  }
});

it('closes folder and files to other users, and says that they were open', async () => {
  const log = await home.readText('logs/patchbay.log');
  expect(log).toContain(`${home.dataDir} was open to other users (mode 0755)`);
  expect(log).toMatch(/closed to them: .*config\.json/);
  expect((await stat(home.dataDir)).mode & 0o777).toBe(0o700);
  const names = (await readdir(home.dataDir, { recursive: true }))
    .filter((name) => !name.endsWith('.tmp'))
    .sort();
  const open: string[] = [];
  for (const name of names) {
    const { mode } = await stat(join(home.dataDir, name));
    if ((mode & 0o077) !== 0) open.push(`${name} ${(mode & 0o777).toString(8)}`);
  }
  expect(open).toEqual([]);
  const modes = await Promise.all(
    [
      'config.json',
      'config-history.json',
      'run.json',
      'console-token',
      'children.json',
      'registry.json',
      'logs/patchbay.log',
      'logs/audit.log',
      'secrets.json',
    ].map(async (name) => (await stat(join(home.dataDir, name))).mode & 0o777),
  );
  expect(modes).toEqual(modes.map(() => 0o600));
});

it('keeps a value out that is another one now, while the server that knew the old one says goodbye', async () => {
  const { command, args = [], env = {} } = mockEntry();
  const entry = (note: string): ServerEntryInput => ({
    command: 'sh',
    args: ['-c', '"$@"; echo "goodbye, $NOTE" >&2', 'sh', command ?? '', ...args],
    env: { ...env, NOTE: note },
    start: 'eager',
  });
  const other = await startProgram({ config: configWith({ polite: entry(plain) }) });
  await other.untilServer('polite', ({ status }) => status === 'ready');
  await other.home.writeConfig(configWith({ polite: entry(apiKey) }));
  const saidGoodbye = async (): Promise<readonly LogLine[]> =>
    (await other.client.readLogs({ source: 'polite' })).filter(({ text }) => text.startsWith('goodbye'));
  await until('the goodbye', async () => (await saidGoodbye()).length > 0);
  expect((await saidGoodbye()).map(({ text }) => text)).toEqual(['goodbye, [redacted]']);
});

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1));
}
