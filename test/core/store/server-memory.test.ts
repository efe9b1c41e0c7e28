// What is known of servers lasts over restarts.
import { expect, it } from 'vitest';
import type { Catalogue } from '../../../src/main/core/relay/catalogue.ts';
import { serverMemory } from '../../../src/main/core/store/server-memory.ts';
import { openStore } from '../../../src/main/core/store/store.ts';
import * as files from 'node:fs/promises';
import { fakeClock } from '../../support/fake-clock.ts';
import { failingCall, systemError } from '../../support/faulty-files.ts';
import { recordingLogger } from '../../support/recorders.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { until } from '../../support/until.ts';

const catalogue: Catalogue = {
  instructions: 'Be kind.',
  capabilities: { tools: {}, extensions: { 'com.example/x': { deep: [1] } } },
  lists: {
    tools: [{ key: 'add', text: '{"name":"add", "n":1.0}' }],
    resources: [],
    resourceTemplates: [{ key: 'x://{id}', text: '{"uriTemplate":"x://{id}"}' }],
    prompts: [],
    skills: [],
  },
  learnedAt: 5,
};

it('gives a catalogue back as it was, to the same command only', async () => {
  const dataDir = await tempFolder();
  const options = { dataDir, clock: fakeClock(), logger: recordingLogger(), platform: process.platform };
  const store = await openStore(options);
  const memory = serverMemory(store, options.clock, options.logger);
  expect(memory.load('a', 'f')).toBeNull();
  memory.save('a', 'f', catalogue, 'legacy');
  await store.close();
  const again = serverMemory(await openStore(options), options.clock, options.logger);
  expect(again.load('a', 'f')).toEqual(catalogue);
  expect(again.load('a', 'other')).toBeNull();
});

it('writes down crashes and the era, the newest fifty crashes at most, and forgets them with the server', async () => {
  const options = {
    dataDir: await tempFolder(),
    clock: fakeClock(7),
    logger: recordingLogger(),
    platform: process.platform,
  };
  const store = await openStore(options);
  const memory = serverMemory(store, options.clock, options.logger);
  memory.save('a', 'f', catalogue, 'legacy');
  for (let count = 0; count < 60; count++) memory.noteCrash('a', `crash ${count}`);
  expect(store.get().servers['a']?.restarts).toHaveLength(50);
  expect(store.get().servers['a']?.restarts.at(-1)).toEqual({ at: 7, reason: 'crash 59' });
  expect(store.get().servers['a']?.era).toEqual({ verdict: 'legacy', at: 7 });
  memory.forget('a');
  expect(store.get().servers).toEqual({});
  await store.close();
});

it('logs what could not be kept', async () => {
  const calls = { ...files, rename: failingCall(files.rename, systemError('ENOSPC')) };
  const [dataDir, logger] = [await tempFolder(), recordingLogger()];
  const store = await openStore({ dataDir, clock: fakeClock(), logger, platform: 'linux', files: calls });
  serverMemory(store, fakeClock(), logger).save('a', 'f', catalogue, 'legacy');
  await until('the warning', () => logger.lines.length > 0);
  expect(logger.lines[0]?.text).toMatch(/^What is known of "a" could not be kept\..*the disk is full/);
});
