// A file of records: no change is lost, and what makes no sense is kept aside.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { durableList } from '../../../src/main/core/store/durable-list.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { tempFolder } from '../../support/temp-folder.ts';

async function stage() {
  const folder = await tempFolder();
  const path = join(folder, 'things.json');
  const record = z.object({ id: z.number(), note: z.string().default('') });
  const list = durableList({ path, key: 'things', record, platform: 'linux', clock: fakeClock(1000) });
  return { folder, path, list };
}

it('keeps every one of many changes that come at once', async () => {
  const { list, path } = await stage();
  expect(await list.all()).toEqual([]);
  const ids = Array.from({ length: 20 }, (_each, id) => id);
  await Promise.all(ids.map((id) => list.change((all) => [...all, { id }])));
  expect((await list.all()).map(({ id }) => id)).toEqual(ids);
  await list.change((all) => all.filter(({ id }) => id === 3));
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ version: 1, things: [{ id: 3, note: '' }] });
});

it.each(['{', '[]', '{"version":2,"things":[]}', '{"version":1,"things":[{"id":"x"}]}'])(
  'sets aside what makes no sense: %s',
  async (text) => {
    const { list, path, folder } = await stage();
    await writeFile(path, text);
    expect(await list.all()).toEqual([]);
    expect(await readdir(folder)).toEqual(['things.json.corrupt-1000']);
    expect(await readFile(join(folder, 'things.json.corrupt-1000'), 'utf8')).toBe(text);
  },
);
