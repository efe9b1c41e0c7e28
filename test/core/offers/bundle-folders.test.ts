// Folders of bundles go some time after config.json has stopped naming them, and never because of a file with faults.
import { mkdir, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { defaultConfig } from '../../../src/main/core/config/load-config.ts';
import { BundleFolders } from '../../../src/main/core/offers/bundle-folders.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { recordingLogger } from '../../support/recorders.ts';
import { tempFolder } from '../../support/temp-folder.ts';

it('goes with its server, but not before a removal can no longer be undone', async () => {
  const dataDir = await tempFolder();
  const clock = fakeClock();
  const config = { current: defaultConfig(0), faults: [] as never[], onChange: () => () => undefined };
  const folders = new BundleFolders({ dataDir, config, clock, logger: recordingLogger() });
  onTestFinished(() => folders.close());
  const [kept, removed] = [folders.newFolder('kept'), folders.newFolder('removed')];
  for (const folder of [kept, removed]) await mkdir(folder, { recursive: true });
  const mcpServers = { kept: { command: 'node', args: [join(kept, 'x.js')] } };
  config.current = { ...config.current, settings: { ...config.current.settings, mcpServers } };
  const left = async (): Promise<readonly string[]> => {
    await folders.sweep();
    return (await readdir(join(dataDir, 'bundles'))).toSorted();
  };
  const both = [basename(kept), basename(removed)].toSorted();
  expect(await left()).toEqual(both);
  clock.advance(59 * 60_000);
  expect(await left()).toEqual(both);
  clock.advance(2 * 60_000);
  config.faults.push({} as never);
  expect(await left()).toEqual(both);
  config.faults.length = 0;
  expect(await left()).toEqual([basename(kept)]);
});
