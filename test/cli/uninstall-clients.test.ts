// Taking Patchbay out of every client at once, without a running one; with one, see test/integration/cli.
import { chmod, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { connectionBook } from '../../src/main/core/clients/connection-book.ts';
import { Connections } from '../../src/main/core/clients/connections.ts';
import { clientKinds } from '../../src/main/core/clients/kinds.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { say, type Said } from './in-process.ts';

const facts = {
  url: 'http://127.0.0.1:3004/mcp',
  token: 't.o.k',
  bridge: { command: 'node', args: ['bridge.js'] },
};
let homeDir: string;
let dataDir: string;
beforeEach(async () => {
  homeDir = await tempFolder();
  dataDir = await tempFolder();
});

function connectionsOf(env: Readonly<Record<string, string>> = {}): Connections {
  const surroundings = { platform: 'linux' as const, homeDir, env, list: () => [] };
  return new Connections({ surroundings, book: connectionBook(dataDir, 'linux', fakeClock()), now: () => 1 });
}

/** Connects it, and answers with the path of its file. */
async function connected(id: string, text: string | null, connections = connectionsOf()): Promise<string> {
  const client = connections.find(id);
  await mkdir(dirname(client.path), { recursive: true });
  if (text !== null) await writeFile(client.path, text);
  await connections.connect(await connections.planConnect(client, facts), `token-${id}`);
  return client.path;
}

const uninstall = (...words: readonly string[]): Promise<Said> =>
  say(['uninstall-clients', ...words], { env: { PATCHBAY_DATA_DIR: dataDir }, patch: { homeDir } });

it('puts the file of every client back byte for byte, and names the tokens that are left', async () => {
  const texts = new Map<string, string | null>();
  for (const [index, { id, format }] of clientKinds.entries()) {
    const json = index % 2 === 0 ? null : '{\r\n\t"mine": [1, 2], // kept\r\n}';
    const before = format === 'toml' ? '# kept\n[other]\nx=1' : json;
    texts.set(await connected(id, before), before);
  }
  const dry = await uninstall('--dry-run');
  expect(dry).toMatchObject({ status: 0, stderr: '' });
  for (const path of texts.keys()) expect(await readFile(path, 'utf8')).toContain('patchbay');
  const { status, stdout, stderr } = await uninstall();
  expect(status).toBe(0);
  for (const [path, before] of texts) {
    expect(stdout).toContain(`${path} was `);
    expect(await readFile(path, 'utf8').catch(() => null)).toBe(before);
  }
  expect(stdout).toContain(`What else Patchbay keeps is in ${dataDir}.`);
  for (const { id } of clientKinds) expect(stderr).toContain(`patchbay token revoke token-${id}`);
  expect((await uninstall()).stdout).toMatch(/^No client has Patchbay in its configuration\.\n/);
});

it('tells which it could not change, and why, and changes the others', async () => {
  const cursor = await connected('cursor', '{"mcpServers": {}}');
  const lmStudio = await connected('lm-studio', null);
  const gemini = await connected('gemini', '{}');
  await writeFile(lmStudio, 'not JSON: patchbay');
  await rename(cursor, `${cursor}.elsewhere`);
  await symlink(`${cursor}.elsewhere`, cursor);
  const { status, stdout, stderr } = await uninstall();
  expect(status).toBe(1);
  expect(stdout).toContain(`${gemini} was changed`);
  expect(stderr).toContain(`cursor: ${cursor} was left as it is. ${cursor} is a link to another file.`);
  expect(stderr).toContain(`lm-studio: ${lmStudio} was left as it is.`);
  expect(stderr).toContain('Patchbay is still in the file of cursor, lm-studio.');
  expect(await readFile(gemini, 'utf8')).toBe('{}');
});

it('leaves files alone that have nothing of Patchbay, whatever is wrong with them', async () => {
  for (const [folder, text] of [
    ['.cursor', '{ broken'],
    ['.lmstudio', '{}'],
  ] as const) {
    await mkdir(join(homeDir, folder));
    await writeFile(join(homeDir, folder, 'mcp.json'), text);
    await chmod(join(homeDir, folder, 'mcp.json'), 0o400);
  }
  expect(await uninstall()).toMatchObject({
    status: 0,
    stderr: '',
    stdout: `No client has Patchbay in its configuration.\nWhat else Patchbay keeps is in ${dataDir}.\n`,
  });
});

it('takes out an entry that was pasted by hand, or whose notes are gone', async () => {
  const path = await connected('cursor', '{"mcpServers": {"mine": {"command": "x"}}}');
  await rm(join(dataDir, 'connections.json'));
  expect((await uninstall()).status).toBe(0);
  expect(await readFile(path, 'utf8')).toBe('{"mcpServers": {"mine": {"command": "x"}}}');
});

it('finds the file that a client had at another place', async () => {
  const elsewhere = connectionsOf({ XDG_CONFIG_HOME: join(homeDir, 'other') });
  const path = await connected('zed', '{\n}', elsewhere);
  expect(path).toContain('other');
  expect((await uninstall()).stdout).toContain(`${path} was changed`);
  expect(await readFile(path, 'utf8')).toBe('{\n}');
});

it('prints one document with --json', async () => {
  const path = await connected('cursor', '{}');
  const { stdout } = await uninstall('--json', '--dry-run');
  expect(JSON.parse(stdout)).toMatchObject({
    dataDir,
    clients: [{ client: 'cursor', path, changed: false, problem: null }],
  });
});
