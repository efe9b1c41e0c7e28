// Clients' files that another program holds: said by the file's name and what to close, and nothing is changed, neither
// there nor here.
import { spawnSync } from 'node:child_process';
import * as files from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ConnectionsOptions } from '../../../src/main/core/clients/connections.ts';
import { clientsStage, cursorFile } from '../../support/clients-stage.ts';
import { systemError } from '../../support/faulty-files.ts';

type Access = NonNullable<ConnectionsOptions['files']>;

const text = JSON.stringify({ mcpServers: { box: { command: 'npx', args: ['box'] } } });
/** As the systems refuse: at once on one, on Windows also after all patience. */
const refusals: readonly (readonly [NodeJS.Platform, 'readFile' | 'rename', string])[] = [
  ['linux', 'readFile', 'EBUSY'],
  ['win32', 'readFile', 'EBUSY'],
  ['darwin', 'rename', 'EBUSY'],
  ['win32', 'rename', 'EBUSY'],
  ['win32', 'rename', 'EPERM'],
  ['win32', 'rename', 'EACCES'],
];

/** Access to files that are held from `hold` on. */
function holding(platform: NodeJS.Platform, call: 'readFile' | 'rename', code: string) {
  let isHeld = false;
  let waitedMs = 0;
  const access: Access = {
    platform,
    files: {
      ...files,
      readFile: ((...args: Parameters<typeof files.readFile>) =>
        isHeld && call === 'readFile'
          ? Promise.reject(systemError(code))
          : files.readFile(...args)) as typeof files.readFile,
      rename: (...args) =>
        isHeld && call === 'rename' ? Promise.reject(systemError(code)) : files.rename(...args),
    },
    wait: (ms) => {
      waitedMs += ms;
      return Promise.resolve();
    },
  };
  return {
    access,
    hold: () => void (isHeld = true),
    release: () => void (isHeld = false),
    waited: () => waitedMs,
  };
}

it.each(refusals)('on %s, by %s failing with %s: connect', async (platform, call, code) => {
  const { access, hold, release, waited } = holding(platform, call, code);
  const { client, write, tokens } = await clientsStage({ mcpServers: {} }, { files: access });
  const file = await write(cursorFile, text);
  const { consent } = await client.proposeConnection({ client: 'cursor' });
  hold();
  await expect(client.connectClient({ consent })).rejects.toMatchObject({
    code: 'CLIENT_FILE_UNUSABLE',
    message: `${file} is held by another program.`,
    expected: 'Close Cursor, then try again; nothing was changed.',
  });
  expect(waited() > 0).toBe(platform === 'win32');
  expect(await files.readFile(file, 'utf8')).toBe(text);
  expect(tokens.list()).toEqual([]);
  release();
  const { consent: again } = await client.proposeConnection({ client: 'cursor' });
  expect(await client.connectClient({ consent: again })).toMatchObject({ state: 'connected' });
});

it.each(refusals)('on %s, by %s failing with %s: disconnect', async (platform, call, code) => {
  const { access, hold, release } = holding(platform, call, code);
  const { client, write, tokens } = await clientsStage({ mcpServers: {} }, { files: access });
  const file = await write(cursorFile, text);
  const { consent } = await client.proposeConnection({ client: 'cursor' });
  await client.connectClient({ consent });
  const connected = await files.readFile(file, 'utf8');
  const proposed = await client.proposeDisconnection({ client: 'cursor' });
  hold();
  await expect(client.disconnectClient({ consent: proposed?.consent ?? '' })).rejects.toThrow(
    `${file} is held by another program.`,
  );
  expect(await files.readFile(file, 'utf8')).toBe(connected);
  expect(tokens.list()).toHaveLength(1);
  release();
  const again = await client.proposeDisconnection({ client: 'cursor' });
  await client.disconnectClient({ consent: again?.consent ?? '' });
  expect([await files.readFile(file, 'utf8'), tokens.list()]).toEqual([text, []]);
});

it.each(refusals)(
  'on %s, by %s failing with %s: an import that switches over',
  async (platform, call, code) => {
    const { access, hold, release } = holding(platform, call, code);
    const { client, write, tokens, configText } = await clientsStage({ mcpServers: {} }, { files: access });
    const file = await write(cursorFile, text);
    const before = await configText();
    const wanted = { client: 'cursor', servers: [{ key: 'box' }], switchOver: true };
    const { consent } = await client.planImport(wanted);
    hold();
    await expect(client.applyImport({ consent })).rejects.toMatchObject({
      message: `${file} is held by another program.`,
      expected: expect.stringContaining('Close Cursor'),
    });
    expect([await files.readFile(file, 'utf8'), await configText(), tokens.list()]).toEqual([
      text,
      before,
      [],
    ]);
    release();
    const again = await client.planImport(wanted);
    expect(await client.applyImport({ consent: again.consent })).toMatchObject({ isSwitched: true });
  },
);

it('is said of a client whose file cannot be looked at either', async () => {
  const { access, hold } = holding('win32', 'readFile', 'EBUSY');
  const { client, write } = await clientsStage({ mcpServers: {} }, { files: access });
  const file = await write(cursorFile, text);
  hold();
  await expect(client.readImport({ client: 'cursor' })).rejects.toThrow(
    `${file} is held by another program.`,
  );
  expect((await client.listClients({})).find(({ id }) => id === 'cursor')).toMatchObject({
    state: 'unusable',
    problem: expect.stringContaining('Close Cursor'),
  });
});

it('is connected where only making the new name durable fails, with a token that counts', async () => {
  const open: typeof files.open = (path, flags, mode) =>
    flags === 'r' ? Promise.reject(systemError('EIO')) : files.open(path, flags, mode);
  const { client, write, tokens, check } = await clientsStage(
    { mcpServers: {} },
    { files: { platform: 'linux', files: { ...files, open } } },
  );
  const file = await write(cursorFile, text);
  const { consent } = await client.proposeConnection({ client: 'cursor' });
  expect(await client.connectClient({ consent })).toMatchObject({ state: 'connected' });
  const token = /Bearer ([\w.-]+)/.exec(await files.readFile(file, 'utf8'))?.[1] ?? '';
  expect(await check(token)).toMatchObject({ tokenId: tokens.list()[0]?.id });
});

it('has no draft beside it that a run cut short has left, once it is written again', async () => {
  const { client, write, homeDir } = await clientsStage();
  await write(cursorFile, text);
  const { pid } = spawnSync(process.execPath, ['--version']);
  await write(['.cursor', `mcp.json.${pid}.0123abcd.tmp`], 'with a token');
  const { consent } = await client.proposeConnection({ client: 'cursor' });
  await client.connectClient({ consent });
  expect(await files.readdir(join(homeDir, '.cursor'))).toEqual(['mcp.json']);
});
