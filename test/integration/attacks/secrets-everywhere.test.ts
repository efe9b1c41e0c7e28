// A whole life of Patchbay with secrets in every place that can hold one: used, misused, misconfigured, and ended by a mistake
// of its own whose words hold all of them. None is in anything that it printed, answered or wrote.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { mockEntry } from '../../support/mock-entry.ts';
import { testHome, type Ended, type Home } from '../../support/program.ts';
import { forge, goodClaims } from '../../support/tokens.ts';
import { until } from '../../support/until.ts';

/** Neither look nor place tells of most of them that they are secrets. */
const planted = {
  env: 'oranges-and-lemons-env',
  telling: 'oranges-and-lemons-telling',
  outside: 'oranges-and-lemons-outside',
  kept: 'oranges-and-lemons-kept "quoted"',
  header: 'oranges-and-lemons-header',
  password: 'oranges-and-lemons-password',
  query: 'oranges-and-lemons-query',
  proxy: 'oranges-and-lemons-proxy',
  jwt: 'oranges-and-lemons-jwt-secret-of-more-than-32-bytes',
} as const;
const secrets: readonly string[] = Object.values(planted);

function config(keys: Readonly<Record<string, unknown>> = {}): unknown {
  const { command = '', args = [], env = {} } = mockEntry();
  const script = 'echo "mine are $NOTE $API_KEY $KEPT $1" >&2; ';
  const talkative = (last: string) => ({
    command: 'sh',
    args: ['-c', script + last, 'sh', '${OUTSIDE}', command, ...args],
    env: { ...env, NOTE: planted.env, API_KEY: planted.telling, KEPT: '${secret:KEPT}' },
    maxRestarts: 1,
  });
  return {
    logging: { level: 'debug' },
    mcpServers: {
      good: talkative('shift; exec "$@"'),
      failing: talkative('exit 3'),
      silent: { command: '/nowhere/at-all', env: { NOTE: planted.env } },
      remote: {
        url: `http://127.0.0.1:9/mcp?key=${planted.query}`,
        headers: { Authorization: `Bearer ${planted.header}`, 'X-Plain': planted.header },
      },
    },
    proxy_registration: { enabled: true, proxy_url: 'http://127.0.0.1:9', token: planted.proxy },
    ...keys,
  };
}

/** Ends it as a mistake anywhere in it would, in words that hold everything. */
const mistake = `data:text/javascript,${encodeURIComponent(
  `process.on('SIGUSR2', () => { throw new Error('broken by ' + process.env.WORDS); });`,
)}`;

interface Written {
  readonly from: string;
  readonly text: string;
}

async function filesOf(home: Home): Promise<readonly Written[]> {
  // Where secrets belong; all of them are closed to others.
  const homes = 'config.json config-history.json secrets.json console-token gateway-token install-key'.split(
    ' ',
  );
  const entries = await readdir(home.dataDir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !homes.includes(entry.name));
  return Promise.all(
    files.map(async ({ parentPath, name }) => ({
      from: name,
      text: await readFile(join(parentPath, name), 'utf8'),
    })),
  );
}

/** Every way in which the secret could be written. */
function formsOf(secret: string): readonly string[] {
  const base64 = Buffer.from(secret).toString('base64').replaceAll('=', '').slice(0, -2);
  return [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), base64];
}

it('nothing of any secret leaves where it belongs', { timeout: 180_000 }, async () => {
  const home = await testHome({ config: config() });
  const env = {
    OUTSIDE: planted.outside,
    PATCHBAY_JWT_SECRET: planted.jwt,
    NODE_OPTIONS: `--import=${mistake}`,
    WORDS: secrets.join(' and '),
  };
  const words = ['--port', '0', '--console-port', '0', '--auth', 'token'];
  const program = await home.serve({ words, env });
  const shown: Written[] = [];
  const note = (from: string, { stdout, stderr }: Pick<Ended, 'stdout' | 'stderr'>): void =>
    void shown.push({ from, text: stdout + stderr });
  const ask = async (path: string, init: RequestInit = {}): Promise<void> => {
    const answer = await fetch(`${program.url}${path}`, init);
    shown.push({ from: path, text: JSON.stringify([...answer.headers]) + (await answer.text()) });
  };
  await program.client.setSecret({ name: 'KEPT', value: planted.kept });

  // Used and misused.
  const token = forge(goodClaims(Date.now()), { secret: planted.jwt });
  const wrong = forge(goodClaims(Date.now()), { secret: 'x'.repeat(40) });
  const json = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  const initialize = {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'a', version: '1' },
  };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: initialize });
  for (const server of ['good', 'failing', 'silent', 'remote'])
    for (const bearer of [token, wrong])
      await ask(`/mcp/${server}`, {
        method: 'POST',
        body,
        headers: { ...json, authorization: `Bearer ${bearer}` },
      });
  await ask(`/mcp?access_token=${token}`, { headers: { authorization: `Basic ${token}` } });
  for (const path of [
    '/health',
    '/health/good',
    '/health/failing',
    '/health/remote',
    '/registrations',
    '/metrics',
  ])
    await ask(path);
  await program.untilServer('failing', ({ problem }) => problem !== null);
  for (const line of [
    'status',
    'servers',
    'doctor',
    'clients',
    'registrations',
    'tools',
    'logs',
    'logs --audit',
    'token list',
    'secret list',
    'call failing echo {}',
    'call remote echo {}',
    'start silent',
    'restart good',
    `add other --env API_KEY=${planted.telling} -- node server.js`,
  ])
    note(line, await home.run(...line.split(' ')));
  for (const line of ['status', 'servers', 'doctor', 'logs']) note(line, await home.run(line, '--json'));
  shown.push({ from: 'the state', text: JSON.stringify(await program.state()) });

  // Misconfigured: faults are told with what stands there.
  for (const broken of [
    config({ mcpServers: { good: { command: 'x', env: `NOTE=${planted.env}` } } }),
    config({ mcpServers: { good: { url: 'http://x', headers: `Bearer ${planted.header}` } } }),
    config({ mcpServers: { good: { url: `http://user:${planted.password}@127.0.0.1:9/mcp` } } }),
    config({ proxy_registration: { enabled: true, proxy_url: `http://u:${planted.password}@x`, token: 5 } }),
    `{ "mcpServers": { "good": { "env": { "NOTE": "${planted.env}" "${planted.telling}"`,
  ]) {
    const { revision } = await program
      .state()
      .then(({ config: { faults } }) => ({ revision: faults.length }));
    await home.writeConfig(broken);
    await until('the fault', async () => {
      const { config: seen, servers } = await program.state();
      return seen.faults.length !== revision || servers.some(({ problem }) => problem !== null);
    });
    shown.push({ from: 'the state', text: JSON.stringify(await program.state()) });
    note('doctor', await home.run('doctor'));
  }
  await home.writeConfig(config());
  await until('the good file', async () => (await program.state()).config.faults.length === 0);

  // Ended by a mistake.
  const ended = await program.stop('SIGUSR2');
  expect(ended.status).toBe(1);
  expect(ended.stderr).toContain('broken by');
  note('serve', ended);
  const files = await filesOf(home);
  expect(files.map(({ from }) => from)).toEqual(
    expect.arrayContaining(['patchbay.log', 'audit.log', 'registry.json', 'tokens.json']),
  );
  expect(files.find(({ from }) => from === 'patchbay.log')?.text).toContain('mine are [redacted]');

  const signatures = [token, wrong].map((text) => text.split('.')[2] ?? '');
  const consoleToken = (await home.readText('console-token')).trim();
  const sought = [...secrets, ...signatures, consoleToken].flatMap(formsOf);
  const found = [...shown, ...files].flatMap(({ from, text }) =>
    sought.filter((secret) => text.includes(secret)).map((secret) => `${from}: ${secret}`),
  );
  expect(found).toEqual([]);
});
