// config.json as people edit it, through the contract of a running gateway: text, consent, versions, settings, the address.
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectionBook } from '../../../src/main/core/clients/connection-book.ts';
import { systemClock } from '../../../src/main/core/ports.ts';
import { startPatchbay, type RunningPatchbay } from '../../support/patchbay.ts';
import { freePort } from '../../support/ports.ts';
import { mockServer } from '../../support/test-servers.ts';
import { until } from '../../support/until.ts';

const textOf = (patchbay: RunningPatchbay): Promise<string> =>
  readFile(join(patchbay.dataDir, 'config.json'), 'utf8');

async function withText(
  patchbay: RunningPatchbay,
  change: (text: string) => string,
): Promise<{ readonly text: string; readonly digest: string }> {
  const { text, digest } = await patchbay.core.commands.readConfig({});
  return { text: change(text ?? ''), digest };
}

/** An entry for Patchbay in the file of a client, as `patchbay connect` leaves it. */
async function connectedClient(patchbay: RunningPatchbay, url: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-client-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'mcp.json');
  const after = JSON.stringify({ mcpServers: { patchbay: { url } } });
  await writeFile(path, after);
  const record = { client: 'cursor', path, name: 'patchbay', before: null, after, tokenId: null, at: 1 };
  await connectionBook(patchbay.dataDir, process.platform, systemClock()).put(record);
  return path;
}

describe('the whole text', () => {
  it('is saved only with a yes to exactly the commands that are new in it', async () => {
    const patchbay = await startPatchbay({ mcpServers: { old: mockServer() } });
    const { commands } = patchbay.core;
    const added = (text: string): string =>
      text.replace(
        '"mcpServers": {',
        '"mcpServers": {\n    "new": { "command": "sh", "args": ["-c", "exit 0"] },',
      );
    const next = await withText(patchbay, added);
    const review = await commands.reviewConfig({ text: next.text });
    expect(review).toMatchObject({
      faults: [],
      servers: { added: ['new'], removed: [], restarted: [], updated: [] },
      move: null,
      commands: [
        { name: 'new', command: "sh -c 'exit 0'", warnings: [{ kind: 'shell', severity: 'danger' }] },
      ],
    });
    await expect(commands.saveConfig(next)).rejects.toMatchObject({ code: 'CONSENT_NEEDED' });
    const consent = review.consent ?? '';
    const other = { ...next, text: next.text.replace('exit 0', 'exit 1'), consent };
    await expect(commands.saveConfig(other)).rejects.toMatchObject({ code: 'CONSENT_NEEDED' });
    const again = (await commands.reviewConfig({ text: next.text })).consent ?? '';
    const saved = await commands.saveConfig({ ...next, consent: again });
    expect(saved).toMatchObject({ text: next.text, faults: [] });
    expect(await textOf(patchbay)).toBe(next.text);
    expect(patchbay.core.state.get().servers.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['old', 'new']),
    );
  });

  it('needs no yes for what runs already, for addresses, and for what goes', async () => {
    const patchbay = await startPatchbay({ mcpServers: { old: mockServer(), gone: mockServer() } });
    const { commands } = patchbay.core;
    const next = await withText(patchbay, (text) => {
      const config = JSON.parse(text) as { mcpServers: Record<string, object> };
      const { old } = config.mcpServers;
      const mcpServers = { far: { url: 'http://127.0.0.1:9/mcp' }, old: { ...old, enabled: false } };
      return `// mine\n${JSON.stringify({ ...config, mcpServers, pinTools: true }, null, 1)}`;
    });
    expect(await commands.reviewConfig({ text: next.text })).toMatchObject({
      servers: { added: ['far'], removed: ['gone'], restarted: ['old'] },
      keys: ['pinTools'],
      commands: [],
      consent: null,
    });
    await commands.saveConfig(next);
    expect(await textOf(patchbay)).toBe(next.text);
    const entry = (await commands.readAudit({ limit: 20 })).find(({ action }) => action === 'saved');
    expect(entry?.details?.['keys']).toMatch(/pinTools/);
  });

  it('is refused over what somebody else wrote meanwhile, and with faults', async () => {
    const patchbay = await startPatchbay({});
    const { commands } = patchbay.core;
    const next = await withText(patchbay, (text) => `${text}\n`);
    await writeFile(join(patchbay.dataDir, 'config.json'), '{ "pinTools": true }');
    await expect(commands.saveConfig(next)).rejects.toMatchObject({ code: 'CONFIG_CHANGED' });
    expect(await textOf(patchbay)).toBe('{ "pinTools": true }');
    expect((await commands.checkConfig({ text: '{\n "gatewax": {} }' })).faults).toMatchObject([
      { line: 2, column: 2, key: 'gatewax', expected: expect.stringContaining('gateway') },
    ]);
    const { digest } = await commands.readConfig({});
    await expect(commands.saveConfig({ text: '{', digest })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    });
    expect(await commands.reviewConfig({ text: '{' })).toMatchObject({
      faults: [{ line: 1 }],
      consent: null,
    });
  });

  it('comes back from its versions, those of other editors among them, by the same way', async () => {
    const patchbay = await startPatchbay({});
    const { commands } = patchbay.core;
    const first = await textOf(patchbay);
    await writeFile(
      join(patchbay.dataDir, 'config.json'),
      '{ "gateway": { "port": 0 }, "pinTools": true } // by hand',
    );
    await until('the edit', async () => (await commands.listConfigVersions({})).length === 2);
    const [newest, oldest] = await commands.listConfigVersions({});
    expect([newest?.by, newest?.isCurrent, newest?.keys.includes('pinTools')]).toEqual([
      'outside',
      true,
      true,
    ]);
    const { text } = await commands.readConfigVersion({ id: oldest?.id ?? '' });
    expect(text).toBe(first);
    const { digest } = await commands.readConfig({});
    await commands.saveConfig({ text, digest });
    expect(await textOf(patchbay)).toBe(first);
    expect((await commands.listConfigVersions({})).map(({ by }) => by)).toEqual([
      'patchbay',
      'outside',
      'outside',
    ]);
    const { mode } = await stat(join(patchbay.dataDir, 'config-history.json'));
    expect(mode & 0o777).toBe(0o600);
  });

  it('and its values go to nobody but who edits it', async () => {
    const patchbay = await startPatchbay({ logging: { level: 'debug' } });
    const { commands } = patchbay.core;
    const secret = 'iePh8aephoh3aY';
    const next = await withText(patchbay, (text) =>
      text.replace(
        '{',
        `{ "mcpServers": { "far": { "url": "http://127.0.0.1:9/", "headers": { "X-Key": "${secret}" } } },`,
      ),
    );
    await commands.saveConfig(next);
    await expect(commands.saveConfig({ ...next, text: `{ "x": "${secret}" ` })).rejects.toThrow(
      'has been changed since',
    );
    const told = [
      await commands.readLogs({ limit: 1000, after: -1 }),
      await commands.readAudit({ limit: 100 }),
    ];
    expect(JSON.stringify(told)).not.toContain(secret);
    expect((await commands.readConfig({})).text).toContain(secret);
  });
});

describe('settings', () => {
  it('are read with what stands in the file, and changed as text, all or none', async () => {
    const patchbay = await startPatchbay({ logging: { level: 'info' } });
    const { commands } = patchbay.core;
    const before = await commands.readSettings({});
    expect(before).toMatchObject({ isEditable: true, values: { logging: { level: 'info' } }, overrides: [] });
    expect(before.written).toContain('logging.level');
    expect(before.written).not.toContain('gateway.host');
    const text = await textOf(patchbay);
    await writeFile(join(patchbay.dataDir, 'config.json'), `// kept\n${text}`);
    const after = await commands.changeSettings({
      changes: [
        { key: 'logging.level', value: 'debug' },
        { key: 'gateway.limits.maxBatchLength', value: 7 },
      ],
    });
    expect(after.values).toMatchObject({
      logging: { level: 'debug' },
      gateway: { limits: { maxBatchLength: 7 } },
    });
    expect(await textOf(patchbay)).toMatch(/^\/\/ kept\n/);
    await expect(
      commands.changeSettings({
        changes: [
          { key: 'logging.level', value: 'warn' },
          { key: 'gateway.port', value: 70_000 },
        ],
      }),
    ).rejects.toMatchObject({ code: 'CONFIG_INVALID', details: { key: 'gateway.port' } });
    expect((await commands.readSettings({})).values.logging.level).toBe('debug');
    const back = await commands.changeSettings({ changes: [{ key: 'logging.level' }] });
    expect([back.values.logging.level, back.written.includes('logging.level')]).toEqual(['info', false]);
    const audit = await commands.readAudit({ limit: 20 });
    expect(
      audit.filter(({ action }) => action === 'changed').map(({ details }) => details?.['keys']),
    ).toEqual(['logging.level, gateway.limits.maxBatchLength', 'logging.level']);
  });

  it('that move the gateway say where to, and which clients hold the old address, before and after', async () => {
    const patchbay = await startPatchbay({});
    const { commands } = patchbay.core;
    const path = await connectedClient(patchbay, `${patchbay.url.replace('127.0.0.1', 'localhost')}/mcp`);
    const client = { client: 'cursor', name: 'Cursor', path, command: 'patchbay connect cursor' };
    const port = await freePort();
    const changes = [{ key: 'gateway.port', value: port }];
    expect((await commands.reviewSettings({ changes })).move).toMatchObject({
      from: patchbay.url,
      to: `http://127.0.0.1:${port}`,
      clients: [{ ...client, isCurrent: true }],
    });
    expect(await textOf(patchbay)).not.toContain(String(port));
    await commands.changeSettings({ changes });
    expect(patchbay.core.state.get().gateway.url).toBe(`http://127.0.0.1:${port}`);
    expect(await commands.listClientAddresses({})).toMatchObject([{ ...client, isCurrent: false }]);
    await rm(path);
    expect(await commands.listClientAddresses({})).toEqual([]);
  });

  it('leave no way to a command', async () => {
    const patchbay = await startPatchbay({});
    const { calls } = await import('../../../src/shared/contract.ts');
    for (const key of ['mcpServers.x.command', 'servers', 'mcpServers', 'gatewayx', '__proto__.x'])
      expect(calls.changeSettings.input.safeParse({ changes: [{ key, value: 'x' }] }).success).toBe(false);
    await expect(
      patchbay.core.commands.changeSettings({ changes: [{ key: 'gateway.__proto__.x', value: 1 }] }),
    ).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('are not changed while the file has faults', async () => {
    const patchbay = await startPatchbay({});
    const { commands } = patchbay.core;
    await writeFile(join(patchbay.dataDir, 'config.json'), '{ "gateway": 1 }');
    await until('the faults', () => patchbay.core.state.get().config.faults.length > 0);
    expect((await commands.readSettings({})).isEditable).toBe(false);
    await expect(
      commands.changeSettings({ changes: [{ key: 'pinTools', value: true }] }),
    ).rejects.toMatchObject({ code: 'CONFIG_INVALID', expected: 'Mend the file first.' });
  });
});

it('gives editors the schema of the file, with words for each key', async () => {
  const patchbay = await startPatchbay({});
  const schema = await patchbay.core.commands.readConfigSchema({});
  expect(JSON.stringify(schema)).toContain('Port of the gateway; 0 takes any free one.');
});

it('says without a window that the start at login is not its business', async () => {
  const patchbay = await startPatchbay({});
  const { commands } = patchbay.core;
  expect(await commands.readLaunchAtLogin({})).toEqual({ state: 'unavailable', reason: 'headless' });
  await expect(commands.setLaunchAtLogin({ enabled: true })).rejects.toMatchObject({
    code: 'LOGIN_ITEM_UNUSABLE',
    expected: expect.stringContaining('patchbay serve'),
  });
});
