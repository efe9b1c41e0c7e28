// Catalogues that last over restarts.
import { expect, it } from 'vitest';
import type { Catalogue } from '../../../src/main/core/relay/catalogue.ts';
import { catalogueStore } from '../../../src/main/core/store/catalogue-store.ts';
import { openStore } from '../../../src/main/core/store/store.ts';
import * as files from 'node:fs/promises';
import { fakeClock } from '../../support/fake-clock.ts';
import { failingCall, systemError } from '../../support/faulty-files.ts';
import { recordingLogger } from '../../support/recorders.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { until } from '../../support/until.ts';

const catalogue: Catalogue = {
  instructions: 'Be kind.',
  lists: {
    tools: [{ key: 'add', text: '{"name":"add", "n":1.0}' }],
    resources: [],
    resourceTemplates: [{ key: 'x://{id}', text: '{"uriTemplate":"x://{id}"}' }],
    prompts: [],
  },
  learnedAt: 5,
};

it('gives a catalogue back as it was, to the same command only', async () => {
  const dataDir = await tempFolder();
  const options = { dataDir, clock: fakeClock(), logger: recordingLogger(), platform: process.platform };
  const store = await openStore(options);
  const catalogues = catalogueStore(store, options.logger);
  expect(catalogues.load('a', 'f')).toBeNull();
  catalogues.save('a', 'f', catalogue);
  await store.close();
  const again = catalogueStore(await openStore(options), options.logger);
  expect(again.load('a', 'f')).toEqual(catalogue);
  expect(again.load('a', 'other')).toBeNull();
});

it('logs a catalogue that could not be kept', async () => {
  const calls = { ...files, rename: failingCall(files.rename, systemError('ENOSPC')) };
  const [dataDir, logger] = [await tempFolder(), recordingLogger()];
  const store = await openStore({ dataDir, clock: fakeClock(), logger, platform: 'linux', files: calls });
  catalogueStore(store, logger).save('a', 'f', catalogue);
  await until('the warning', () => logger.lines.length > 0);
  expect(logger.lines[0]?.text).toMatch(/^What "a" offers could not be kept\..*the disk is full/);
});
