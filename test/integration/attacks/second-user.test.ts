// Somebody else on the same machine, and what is on disk after a whole run. Where the tests may not become another user,
// permission bits stand for what that user could do.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startProgram, testHome, type Home } from '../../support/program.ts';
import { mockServer } from '../../support/test-servers.ts';

const nobody = 65_534;
const canChange = process.getuid?.() === 0;

/** Everything below the folder, with its permission bits; links and sockets too. */
async function modesIn(folder: string): Promise<Readonly<Record<string, string>>> {
  const names = await readdir(folder, { recursive: true });
  const modes = await Promise.all(
    ['', ...names].map(async (name) => {
      const info = await stat(join(folder, name));
      return [name, `${info.isDirectory() ? 'folder' : 'file'} ${(info.mode & 0o777).toString(8)}`] as const;
    }),
  );
  return Object.fromEntries(modes);
}

function openToOthers(modes: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(modes)
    .filter(([, mode]) => mode !== 'folder 700' && mode !== 'file 600')
    .map(([name, mode]) => `${name}: ${mode}`);
}

/** Uses most of what writes files. */
async function writeEverything(home: Home): Promise<void> {
  const program = await home.serve();
  await home.run('token', 'create', '--name', 'test');
  await home.run('disable', 'mock');
  await home.run('enable', 'mock');
  await fetch(`${program.url}/register`, {
    method: 'POST',
    body: JSON.stringify({ server_id: 'a', server_url: 'http://127.0.0.1:9' }),
  });
  await home.run('call', 'mock', 'echo', '{"text":"x"}');
  await program.stop();
}

/** A script run by another user, who gets the words; resolves with what it printed. */
async function asNobody(script: string, words: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, ...words], {
    cwd: '/',
    env: {},
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(canChange ? { uid: nobody, gid: nobody } : {}),
  });
  let printed = '';
  child.stdout.on('data', (text) => (printed += String(text)));
  child.stderr.on('data', (text) => (printed += String(text)));
  await once(child, 'close');
  return printed;
}

describe('what is written', () => {
  it('is private, also after it was opened to others and written again', async () => {
    const home = await testHome({ config: { mcpServers: { mock: mockServer() } } });
    await writeEverything(home);
    const first = await modesIn(home.dataDir);
    expect(openToOthers(first)).toEqual([]);
    expect(Object.keys(first)).toEqual(
      expect.arrayContaining(['config.json', 'registry.json', 'console-token', join('logs', 'patchbay.log')]),
    );
    const open = async (): Promise<void> => {
      for (const name of Object.keys(first)) await chmod(join(home.dataDir, name), 0o777);
    };
    await open();
    // What is only read is closed as well.
    await (await home.serve()).stop();
    expect(openToOthers(await modesIn(home.dataDir))).toEqual([]);
    await open();
    await writeEverything(home);
    expect(openToOthers(await modesIn(home.dataDir))).toEqual([]);
  });
});

const spying = `
  import { readdirSync, readFileSync } from 'node:fs';
  const [folder, pid, url, consoleUrl] = process.argv.slice(1);
  const tries = {
    list: () => readdirSync(folder),
    token: () => readFileSync(folder + '/console-token'),
    own: () => readFileSync(folder + '/gateway-token'),
    config: () => readFileSync(folder + '/config.json'),
    memory: () => readFileSync('/proc/' + pid + '/environ'),
    stop: () => process.kill(Number(pid), 'SIGTERM'),
    kill: () => process.kill(Number(pid), 'SIGKILL'),
  };
  const said = { user: process.getuid() };
  for (const [name, act] of Object.entries(tries)) {
    try { act(); said[name] = 'done'; } catch (error) { said[name] = error.code; }
  }
  const json = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  const ask = async (to, body, headers = {}) =>
    (await fetch(to, { method: 'POST', headers: { ...json, ...headers }, body })).status;
  said.gateway = await ask(url + '/mcp', '{"jsonrpc":"2.0","id":1,"method":"tools/list"}');
  said.console = await ask(consoleUrl + '/api/getState', '{}');
  said.guess = await ask(consoleUrl + '/api/getState', '{}', { authorization: 'Bearer guess' });
  const server = JSON.stringify({ server_id: 'spy', server_url: 'http://127.0.0.1:9' });
  said.registered = JSON.parse(await (await fetch(url + '/register', { method: 'POST', body: server })).text()).status;
  said.link = (await fetch(consoleUrl + '/login/guess', { redirect: 'manual' })).status;
  console.log(JSON.stringify(said));
`;

describe('another user of this machine', () => {
  it('reads nothing, ends nothing, and is let in nowhere', async () => {
    const program = await startProgram({
      config: { mcpServers: { mock: mockServer() } },
      words: ['--port', '0', '--console-port', '0', '--auth', 'token'],
    });
    const { home, pid, runFile } = program;
    const { consoleUrl, url } = runFile;
    expect(openToOthers(await modesIn(home.dataDir))).toEqual([]);
    const words = [home.dataDir, String(pid), url, consoleUrl ?? ''];
    const asked = canChange ? await asNobody(spying, words) : null;
    // Whoever may not become another user has the bits above.
    const expected = {
      user: nobody,
      list: 'EACCES',
      token: 'EACCES',
      own: 'EACCES',
      config: 'EACCES',
      memory: 'EACCES',
      stop: 'EPERM',
      kill: 'EPERM',
      gateway: 401,
      console: 401,
      guess: 401,
      registered: process.platform === 'linux' ? 'pending' : 'registered',
      link: 410,
    };
    expect(asked === null ? expected : JSON.parse(asked)).toEqual(expected);
    expect((await program.state()).gateway.status).toBe('listening');
  });
});
