// Servers that come as a file or a link, from hostile authors too: what is added is what was shown, where it belongs, and
// what is of no use any more is not kept.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BundleFolders } from '../../../src/main/core/offers/bundle-folders.ts';
import type { Archive } from '../../../src/main/core/offers/archive.ts';
import { until } from '../../support/until.ts';
import { bundleOf, offersStage } from '../../support/offers-stage.ts';

const address = 'https://example.com/x';

describe('the name of what is added', () => {
  it.each([
    '../../out',
    '..',
    '/etc/x',
    'a/b',
    'a\\b',
    '.x',
    'patchbay',
    'register',
    '__proto__',
    'x'.repeat(65),
  ])('cannot be %j', async (name) => {
    const { offers, write, folder, dataDir, bundles } = await offersStage();
    const { id } = await offers.read(await write('a.mcpb', bundleOf('1')));
    await expect(offers.settle(id, 'bundle', name, {})).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(await bundles()).toEqual([]);
    expect((await readdir(folder)).toSorted()).toEqual(['a.mcpb', basename(dataDir)].toSorted());
  });

  it('cannot be that of a server that is there', async () => {
    const { offers, write } = await offersStage({ mcpServers: { notes: { command: 'node' } } });
    const offer = await offers.read(await write('a.mcpb', bundleOf('1')));
    expect(offer.name).toBe('notes-2');
    await expect(offers.settle(offer.id, 'bundle', 'notes', {})).rejects.toMatchObject({
      code: 'SERVER_EXISTS',
    });
  });

  it('is never more than one folder within those of bundles', async () => {
    const { folders, dataDir } = await offersStage();
    const name = fc.string({
      unit: fc.constantFrom('.', '/', '\\', ':', 'a', 'nul', '\0', ' '),
      maxLength: 90,
    });
    fc.assert(
      fc.property(fc.oneof(name, fc.string()), (wanted) => {
        const found = folders.newFolder(wanted);
        expect(dirname(found)).toBe(join(dataDir, 'bundles'));
        expect(basename(found)).toMatch(/^[0-9a-f]{12}-[A-Za-z0-9_-]{0,64}$/);
      }),
    );
  });
});

describe('what was fetched', () => {
  it('is gone at once where it is no bundle, of any use or not', async () => {
    const { offers, answer, incoming } = await offersStage();
    answer('/x', JSON.stringify({ name: 'a', remotes: [{ type: 'http', url: 'https://a.example' }] }));
    await offers.read(address);
    expect(await incoming()).toEqual([]);
    answer('/x', 'nonsense');
    await expect(offers.read(address)).rejects.toThrow('is neither a bundle nor JSON');
    answer('/x', bundleOf('1', { name: 7 }));
    await expect(offers.read(address)).rejects.toThrow('manifest.json that is not usable');
    answer('/x', 'no', 404);
    await expect(offers.read(address)).rejects.toThrow('HTTP 404');
    expect(await incoming()).toEqual([]);
  });

  it('is gone when it was added', async () => {
    const { offers, answer, incoming, store, bundles } = await offersStage();
    answer('/x', bundleOf('1'));
    const { id } = await offers.read(address);
    expect(await incoming()).toHaveLength(1);
    const { consent } = await offers.settle(id, 'bundle', undefined, {});
    await offers.add(consent);
    expect([await incoming(), store.current.servers.has('notes')]).toEqual([[], true]);
    expect(await bundles()).toHaveLength(1);
  });

  it('is gone with the time in which it could be added', async () => {
    const { offers, answer, incoming, clock } = await offersStage();
    answer('/x', bundleOf('1'));
    await offers.read(address);
    expect(await incoming()).toHaveLength(1);
    clock.advance(60 * 60_000);
    await until('the file to go', async () => (await incoming()).length === 0);
  });

  it('before the last start is gone with the next, whatever is wrong with config.json', async () => {
    const { folders, dataDir, incoming, store } = await offersStage();
    const file = await folders.newFile();
    await writeFile(file, 'x');
    await writeFile(join(dataDir, 'bundles', 'incoming', 'of-before'), 'x');
    await mkdir(join(dataDir, 'bundles', 'of-a-server'));
    await writeFile(join(dataDir, 'config.json'), '{');
    await store.reload();
    expect(store.faults).toHaveLength(1);
    await folders.sweep();
    expect(await incoming()).toEqual([basename(file)]);
  });

  it('from elsewhere leads to nothing on this machine', async () => {
    const { offers, answer } = await offersStage();
    const bundle = { registryType: 'mcpb', identifier: 'http://127.0.0.1:3004/api/v1/x' };
    answer('/x', JSON.stringify({ name: 'a', packages: [bundle] }));
    const { id, ways } = await offers.read(address);
    await expect(offers.readBundleOf(id, ways[0]?.id ?? '')).rejects.toThrow('leads back to this machine');
  });
});

it('what is unpacked is what was shown, even where the file changes at that very moment', async () => {
  let file = '';
  class Late extends BundleFolders {
    override async fill(folder: string, archive: Archive): Promise<void> {
      await writeFile(file, bundleOf('evil'));
      await super.fill(folder, archive);
    }
  }
  const { offers, write, bundles, dataDir, incoming } = await offersStage({}, Late);
  file = await write('a.mcpb', bundleOf('good'));
  const { id } = await offers.read(file);
  const { consent } = await offers.settle(id, 'bundle', undefined, {});
  await offers.add(consent);
  const [folder = ''] = await bundles();
  expect(await readFile(join(dataDir, 'bundles', folder, 'index.js'), 'utf8')).toBe('good');
  expect(await incoming()).toEqual([]);
});

it('a folder that cannot be made is a fault of the disk, and nothing is added', async () => {
  const { offers, write, dataDir, store } = await offersStage();
  await writeFile(join(dataDir, 'bundles'), 'in the way');
  const { id } = await offers.read(await write('a.mcpb', bundleOf('1')));
  const { consent } = await offers.settle(id, 'bundle', undefined, {});
  await expect(offers.add(consent)).rejects.toMatchObject({ code: 'STORE_WRITE_FAILED' });
  expect(store.current.servers.has('notes')).toBe(false);
});

describe('what is shown', () => {
  it('hides nothing, and is no longer than can be read', async () => {
    const { offers, write } = await offersStage();
    const file = await write(
      'a.mcpb',
      bundleOf('1', {
        display_name: 'Good\u202Eevil\u001B[2J',
        description: `one\ntwo\u200B ${'x'.repeat(9000)}`,
        author: { name: 'A\u0000' },
        user_config: { key: { type: 'string', title: 'Key\u202E', description: 'd\u2066' } },
      }),
    );
    const { title, description, author, ways } = await offers.read(file);
    expect([title, author]).toEqual(['Good⟨U+202E⟩evil⟨U+001B⟩[2J', 'A⟨U+0000⟩']);
    expect(description).toMatch(/^one two⟨U\+200B⟩ x+…$/);
    expect(description?.length).toBeLessThan(5000);
    expect(ways[0]?.settings[0]).toMatchObject({ title: 'Key⟨U+202E⟩', description: 'd⟨U+2066⟩' });
  });

  it('names no setting by what cannot be seen, and does not ask for thousands', async () => {
    const { offers, write } = await offersStage();
    const asking = (user_config: unknown) => write('a.mcpb', bundleOf('1', { user_config }));
    await expect(offers.read(await asking({ 'a\u202E': { type: 'string' } }))).rejects.toThrow(
      'names a setting "a⟨U+202E⟩"',
    );
    const many = Array.from({ length: 5000 }, (_each, index) => [`k${index}`, { type: 'string' }]);
    await expect(offers.read(await asking(Object.fromEntries(many)))).rejects.toThrow('5000 settings');
  });

  it('tells what is wrong in words that can be read', async () => {
    const { offers, write } = await offersStage();
    const file = await write('a.mcpb', bundleOf('1', { manifest_version: `9\u202E${'x'.repeat(9000)}` }));
    const error = await offers.read(file).catch((reason: unknown) => reason as Error);
    expect(error).toMatchObject({ message: expect.stringContaining('version 9⟨U+202E⟩xxx') });
    expect((error as Error).message.length).toBeLessThan(1000);
  });

  it('asks once for what is named twice, and keeps one secret of it', async () => {
    const { offers, write } = await offersStage();
    const key = { name: 'KEY', isSecret: true };
    const packages = [{ registryType: 'npm', identifier: 'x', environmentVariables: [key, key] }];
    const { id, ways } = await offers.read(
      await write('server.json', JSON.stringify({ name: 'a', packages })),
    );
    expect(ways[0]?.settings).toHaveLength(1);
    const plan = await offers.settle(id, 'package-0', undefined, { 'env.KEY': 'abcdefg' });
    expect([plan.secrets, plan.view.env]).toEqual([['a_env.KEY'], ['KEY=${secret:a_env.KEY}']]);
  });

  it('is read in a moment, however it is made to be slow', async () => {
    const { offers, write } = await offersStage();
    const settled = async (server: unknown) => {
      const { id } = await offers.read(await write('a.mcpb', bundleOf('1', { server })));
      return offers.settle(id, 'bundle', undefined, {});
    };
    const mcp = (args: readonly string[]) => ({ type: 'node', mcp_config: { command: 'node', args } });
    await settled(mcp(['${user_config.'.repeat(70_000)]));
    await expect(settled(mcp(Array.from({ length: 100_000 }, () => 'sh')))).rejects.toThrow('not usable');
    const deep = `{"name":"a","remotes":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    await expect(offers.read(await write('server.json', deep))).rejects.toMatchObject({
      code: 'OFFER_UNUSABLE',
    });
  });
});
