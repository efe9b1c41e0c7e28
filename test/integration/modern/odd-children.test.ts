// Servers on stdio whose era has to be found: by trying a child that is thrown away, remembered for the next run, and
// found again when they change. Children that die in the middle.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { ServerEntryInput } from '../../../src/shared/config-schema.ts';
import type { Manner } from '../../fixtures/odd-server.ts';
import { connectModern, textOf } from '../../support/modern-client.ts';
import { startPatchbay, type RunningPatchbay } from '../../support/patchbay.ts';
import { noProcessWith } from '../../support/processes.ts';
import { connectSdk, type SdkClient } from '../../support/sdk-clients.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { until } from '../../support/until.ts';

const program = fileURLToPath(new URL('../../fixtures/odd-server.ts', import.meta.url));

/** A manner, and a version where that matters. */
type Told = Manner | `${Manner}@${number}`;

interface Odd {
  readonly dataDir: string;
  readonly entry: ServerEntryInput;
  become(manner: Told): Promise<void>;
  /** A line for each start, and for the first word that it heard. */
  log(): Promise<readonly string[]>;
  start(): Promise<RunningPatchbay>;
}

async function oddServer(manner: Told): Promise<Odd> {
  const dataDir = await tempFolder();
  const [mannerFile, logFile] = [join(dataDir, 'manner'), join(dataDir, 'odd.log')];
  const become = (next: Told): Promise<void> => writeFile(mannerFile, next);
  await become(manner);
  const args = [program, '--manner-file', mannerFile, '--log', logFile, '--marker', dataDir];
  const entry = { command: process.execPath, args };
  return {
    dataDir,
    entry,
    become,
    log: async () => (await readFile(logFile, 'utf8').catch(() => '')).trim().split('\n'),
    start: () => startPatchbay({ mcpServers: { odd: entry } }, { dataDir }),
  };
}

const eraOf = (patchbay: RunningPatchbay): unknown =>
  patchbay.core.state.get().servers.find(({ name }) => name === 'odd')?.era;
const connect = (patchbay: RunningPatchbay): Promise<SdkClient> => connectSdk('v1', patchbay.endpoint('odd'));
const mannerSeen = async (client: SdkClient): Promise<unknown> =>
  (JSON.parse((await client.callTool('seen')).text) as { manner: unknown }).manner;

describe('a server on stdio', () => {
  it.each([
    { manner: 'modern', era: 'modern', opening: 'server/discover' },
    { manner: 'legacy', era: 'legacy', opening: 'initialize' },
    { manner: 'exits', era: 'legacy', opening: 'initialize' },
    { manner: 'silent', era: 'legacy', opening: 'initialize' },
  ] as const)('that is $manner is tried on a child that is thrown away, then opened', async (expected) => {
    const { manner, era, opening } = expected;
    const odd = await oddServer(manner);
    const patchbay = await odd.start();
    const client = await connect(patchbay);
    expect(await mannerSeen(client)).toBe(manner);
    await until('its era', () => eraOf(patchbay) === era);
    expect(await odd.log()).toEqual([`start ${manner}`, 'server/discover', `start ${manner}`, opening]);
    await patchbay.stop();
    await noProcessWith(odd.dataDir);
    const { children } = JSON.parse(await readFile(join(odd.dataDir, 'children.json'), 'utf8')) as {
      children: unknown[];
    };
    expect(children).toEqual([]);
  });

  it.each(['modern', 'legacy'] as const)(
    'that is %s is not tried again at the next start',
    async (manner) => {
      const odd = await oddServer(manner);
      const first = await odd.start();
      expect(await mannerSeen(await connect(first))).toBe(manner);
      await until(
        'its lists',
        () => (first.core.state.get().servers[1] ?? first.core.state.get().servers[0])?.tools !== null,
      );
      await first.stop();
      const before = (await odd.log()).length;
      const second = await odd.start();
      expect(await mannerSeen(await connect(second))).toBe(manner);
      expect((await odd.log()).slice(before)).toHaveLength(2);
    },
  );

  it('can be tried by many at once, on one child', async () => {
    const odd = await oddServer('modern');
    const patchbay = await odd.start();
    const clients = await Promise.all(Array.from({ length: 10 }, () => connect(patchbay)));
    expect(await Promise.all(clients.map(mannerSeen))).toEqual(clients.map(() => 'modern'));
    expect(await odd.log()).toHaveLength(4);
  });

  it('ends while it is tried when Patchbay stops', async () => {
    const odd = await oddServer('silent');
    const patchbay = await odd.start();
    const client = connect(patchbay).catch((error: unknown) => String(error));
    await until('its start', async () => (await odd.log()).includes('server/discover'));
    await patchbay.stop();
    await noProcessWith(odd.dataDir);
    expect(await client).toEqual(expect.any(String));
  });
});

/** The call is there; what listens for changes of lists on the client's behalf does not count. */
async function isHolding(patchbay: RunningPatchbay): Promise<void> {
  await until('the call', () => patchbay.core.state.get().servers.some(({ inFlight }) => inFlight === 1));
}

describe('a child of the modern era', () => {
  it('that is killed fails the call in flight, and no other; the next call works', async () => {
    const odd = await oddServer('modern');
    const patchbay = await odd.start();
    const client = await connect(patchbay);
    const held = client.callTool('hold').catch((error: unknown) => String(error));
    await isHolding(patchbay);
    await expect(client.callTool('die')).rejects.toThrow(/"odd".*SIGKILL/);
    expect(await held).toMatch(/"odd".*SIGKILL/);
    expect(await mannerSeen(client)).toBe('modern');
    expect(client.errors).toEqual([]);
  });

  it('is told of calls that are cancelled, under the id that it knows', async () => {
    const patchbay = await (await oddServer('modern')).start();
    const client = await connect(patchbay);
    await client.callTool('seen');
    const abort = new AbortController();
    const call = client.callTool('hold', {}, { signal: abort.signal }).catch(String);
    await isHolding(patchbay);
    abort.abort();
    await call;
    const seen = async (): Promise<string> => (await client.callTool('seen')).text;
    await until('the cancellation', async () => (await seen()).includes('"cancelled":1'));
    expect(await seen()).toContain('"cancelled":1');
  });
});

describe('a server that changes its era', () => {
  it.each([
    ['modern', 'legacy'],
    ['legacy', 'modern'],
    ['modern', 'exits'],
  ] as const)('from %s to %s between two lives is found again, by clients of both eras', async (from, to) => {
    const odd = await oddServer(from);
    const patchbay = await odd.start();
    const client = await connect(patchbay);
    const modern = await connectModern(patchbay.endpoint('odd'));
    expect(await mannerSeen(client)).toBe(from);
    await odd.become(to);
    await expect(client.callTool('die')).rejects.toThrow(/"odd".*SIGKILL/);
    expect(await mannerSeen(client)).toBe(to);
    expect(textOf(await modern.callTool({ name: 'seen' }))).toContain(`"${to}"`);
    await until('its era', () => eraOf(patchbay) === (to === 'modern' ? 'modern' : 'legacy'));
    expect(client.errors).toEqual([]);
  });

  it.each([
    ['modern', 'legacy'],
    ['legacy', 'modern'],
  ] as const)(
    'from %s to %s between two runs: what was remembered is found to be wrong',
    async (from, to) => {
      const odd = await oddServer(from);
      const first = await odd.start();
      await mannerSeen(await connect(first));
      await until('its lists', () => first.core.state.get().servers.every(({ tools }) => tools !== null));
      await first.stop();
      await odd.become(to);
      const second = await odd.start();
      const modern = connectModern(second.endpoint('odd'));
      expect(await mannerSeen(await connect(second))).toBe(to);
      expect(textOf(await (await modern).callTool({ name: 'seen' }))).toContain(`"${to}"`);
    },
  );

  it('to both eras is found when it is another version, at the next run', async () => {
    const odd = await oddServer('legacy@1');
    const run = async (): Promise<unknown> => {
      const patchbay = await odd.start();
      const client = await connect(patchbay);
      await mannerSeen(client);
      const era = eraOf(patchbay);
      await patchbay.stop();
      return era;
    };
    expect(await run()).toBe('legacy');
    await odd.become('both@1');
    expect(await run()).toBe('legacy');
    await odd.become('both@2');
    // It is opened as it was before, and only then known to be another one.
    expect(await run()).toBe('legacy');
    expect(await run()).toBe('modern');
    expect(await run()).toBe('modern');
    expect((await odd.log()).filter((line) => line === 'server/discover')).toHaveLength(4);
  });

  it('to both eras is found when somebody restarts it', async () => {
    const odd = await oddServer('legacy@1');
    const patchbay = await odd.start();
    const client = await connect(patchbay);
    expect(await mannerSeen(client)).toBe('legacy');
    await odd.become('both@1');
    await patchbay.core.commands.restartServer({ name: 'odd' });
    await until('its era', () => eraOf(patchbay) === 'modern');
    expect(await mannerSeen(client)).toBe('both');
    expect(client.errors).toEqual([]);
  });
});
