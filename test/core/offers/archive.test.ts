// What is unpacked of a stranger's archive, and what is refused before a byte of it is written.
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openArchive } from '../../../src/main/core/offers/archive.ts';
import { zipFile, type ZipEntry } from '../../support/zip-file.ts';
import { tempFolder } from '../../support/temp-folder.ts';

async function opened(entries: readonly ZipEntry[], bounds?: Parameters<typeof openArchive>[1]) {
  const folder = await tempFolder();
  const file = join(folder, 'a.mcpb');
  await writeFile(file, zipFile(entries));
  const target = join(folder, 'out', 'inner');
  await mkdir(target, { recursive: true });
  return { archive: await openArchive(file, bounds), target, folder };
}

describe('an archive', () => {
  it('is unpacked with its folders and what may be run', async () => {
    const { archive, target } = await opened([
      { name: 'manifest.json', data: '{"a":1}' },
      { name: 'server/', mode: 0o040755 },
      { name: 'server/run', data: '#!/bin/sh', mode: 0o100755 },
      { name: 'deep/er/file.txt', data: 'é'.repeat(100_000) },
    ]);
    expect(await archive.readText('manifest.json', 100)).toBe('{"a":1}');
    expect(await archive.readText('none', 100)).toBeNull();
    await archive.unpack(target);
    archive.close();
    expect(await readFile(join(target, 'deep', 'er', 'file.txt'), 'utf8')).toBe('é'.repeat(100_000));
    expect((await stat(join(target, 'server', 'run'))).mode & 0o777).toBe(0o700);
    expect((await stat(join(target, 'manifest.json'))).mode & 0o777).toBe(0o600);
  });

  it.each([
    [{ name: '../out' }, 'invalid relative path'],
    [{ name: 'a/../../out' }, 'invalid relative path'],
    [{ name: '/etc/passwd' }, 'absolute path'],
    [{ name: 'C:/x' }, 'absolute path'],
    [{ name: 'a\\..\\b' }, 'invalid characters'],
    [{ name: 'a//b' }, 'leads out of its folder'],
    [{ name: './a' }, 'leads out of its folder'],
    [{ name: 'a\nb' }, 'has characters'],
    [{ name: 'nul.txt' }, 'is no name on Windows'],
    [{ name: 'a. ' }, 'is no name on Windows'],
    [{ name: 'bin/com¹' }, 'is no name on Windows'],
    [{ name: 'CONIN$' }, 'is no name on Windows'],
    [{ name: 'con .txt' }, 'is no name on Windows'],
    [{ name: 'é'.repeat(128) }, 'is too long'],
    [{ name: 'x'.repeat(500) }, 'is too long'],
    [{ name: 'link', data: '/etc/passwd', mode: 0o120777 }, 'is a link'],
    [{ name: 'pipe', mode: 0o010644 }, 'is no plain file'],
    [{ name: 'secret', data: 'x', isEncrypted: true }, 'is encrypted'],
  ])('is refused that holds %j', async (entry, reason) => {
    await expect(opened([{ name: 'ok', data: 'x' }, entry])).rejects.toThrow(reason);
  });

  it('is refused that holds one name twice, also in another case', async () => {
    await expect(opened([{ name: 'A/b' }, { name: 'a/B' }])).rejects.toThrow('twice');
  });

  it.each([[['a', 'A/b']], [['a/b', 'A']], [['a/', 'a']], [['a', 'a/']]])(
    'is refused that has one name for a file and a folder: %j',
    async (names) => {
      await expect(opened(names.map((name) => ({ name })))).rejects.toThrow('twice');
    },
  );

  it('may name a folder before or after what is in it', async () => {
    const { archive } = await opened(['a/', 'a/b', 'c/d', 'c/'].map((name) => ({ name })));
    expect(archive.names).toHaveLength(4);
    archive.close();
  });

  it('is refused that would become more folders than files are allowed', async () => {
    const bounds = { maxEntries: 10, maxFileBytes: 1000, maxBytes: 1500 };
    const deep = [1, 2, 3].map((number) => ({ name: `${number}/b/c/d/e` }));
    await expect(opened(deep, bounds)).rejects.toThrow('too many entries');
  });

  it('is refused that is larger than its bounds, or than it says', async () => {
    const bounds = { maxEntries: 3, maxFileBytes: 1000, maxBytes: 1500 };
    const large = { name: 'a', data: 'x'.repeat(2000) };
    await expect(opened([large], bounds)).rejects.toThrow('too large');
    const some = ['a', 'b'].map((name) => ({ name, data: 'x'.repeat(900) }));
    await expect(opened(some, bounds)).rejects.toThrow('too large');
    await expect(
      opened(
        ['a', 'b', 'c', 'd'].map((name) => ({ name })),
        bounds,
      ),
    ).rejects.toThrow('4 entries');
    const { archive, target } = await opened([{ ...large, claimed: 10 }], bounds);
    await expect(archive.unpack(target)).rejects.toMatchObject({ code: 'OFFER_UNUSABLE' });
    archive.close();
  });

  it('of any names and bytes writes nothing outside of its folder', async () => {
    const name = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.string({ unit: fc.constantFrom('.', '/', 'a', '\\', ':'), maxLength: 12 }),
    );
    const entry = fc.record({
      name,
      data: fc.string(),
      mode: fc.constantFrom(0, 0o100644, 0o120777, 0o040755),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(entry, { maxLength: 4 }), async (entries) => {
        const outcome = await opened(entries).then(
          async ({ archive, target, folder }) => {
            await archive.unpack(target).catch(() => undefined);
            archive.close();
            return [await readdir(folder), await readdir(join(folder, 'out'))];
          },
          (error: unknown) => (error as { code?: string }).code,
        );
        expect([['a.mcpb', 'out'].join(), 'OFFER_UNUSABLE']).toContain(
          Array.isArray(outcome) ? outcome[0]?.toSorted().join() : outcome,
        );
        expect(Array.isArray(outcome) ? outcome[1] : ['inner']).toEqual(['inner']);
      }),
      { numRuns: 60 },
    );
  });

  it('is refused that is none', async () => {
    const file = join(await tempFolder(), 'x.mcpb');
    await writeFile(file, 'PK and nothing more');
    await expect(openArchive(file)).rejects.toThrow('is no zip archive');
  });
});
