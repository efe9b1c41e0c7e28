// What is known of servers lasts over restarts.
import { expect, it } from 'vitest';
import type { Catalogue } from '../../../src/main/core/relay/catalogue.ts';
import { serverMemory } from '../../../src/main/core/store/server-memory.ts';
import { openStore } from '../../../src/main/core/store/store.ts';
import * as files from 'node:fs/promises';
import { fakeClock } from '../../support/fake-clock.ts';
import { failingCall, systemError } from '../../support/faulty-files.ts';
import { recordingLogger } from '../../support/recorders.ts';
import type { Handshake } from '../../../src/main/core/upstream/types.ts';
import type { Era } from '../../../src/shared/state.ts';
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

const opened = (era: Era, version: string): Handshake => ({
  text: '{}',
  protocolVersion: '2025-11-25',
  capabilities: {},
  serverInfo: { name: 'box', version },
  instructions: undefined,
  era,
});

it('gives a catalogue back as it was, to the same command only', async () => {
  const dataDir = await tempFolder();
  const options = { dataDir, clock: fakeClock(), logger: recordingLogger(), platform: process.platform };
  const store = await openStore(options);
  const memory = serverMemory(store, options.clock, options.logger);
  expect(memory.load('a', 'f')).toBeNull();
  memory.save('a', 'f', catalogue);
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
  memory.save('a', 'f', catalogue);
  memory.noteOpened('a', 'f', opened('legacy', '1'));
  for (let count = 0; count < 60; count++) memory.noteCrash('a', `crash ${count}`);
  expect(store.get().servers['a']?.restarts).toHaveLength(50);
  expect(store.get().servers['a']?.restarts.at(-1)).toEqual({ at: 7, reason: 'crash 59' });
  expect(store.get().servers['a']?.era).toEqual({ verdict: 'legacy', at: 7, identity: 'box 1' });
  memory.forget('a');
  expect(store.get().servers).toEqual({});
  await store.close();
});

it('remembers an era, and forgets the legacy one after a week, or when another version was opened', async () => {
  const clock = fakeClock(1_000_000);
  const options = {
    dataDir: await tempFolder(),
    clock,
    logger: recordingLogger(),
    platform: process.platform,
  };
  const store = await openStore(options);
  const memory = serverMemory(store, clock, options.logger);
  const week = 7 * 24 * 60 * 60 * 1000;
  const era = () => memory.era('a', 'f');
  expect(era()).toEqual({ era: null, identity: null });
  memory.noteEra('a', 'f', 'legacy');
  memory.noteOpened('a', 'f', opened('legacy', '1'));
  expect(era()).toEqual({ era: 'legacy', identity: 'box 1' });
  expect(memory.era('a', 'other')).toEqual({ era: null, identity: null });
  clock.advance(week - 1);
  // That it was opened as before proves nothing.
  memory.noteOpened('a', 'f', opened('legacy', '1'));
  expect(era().era).toBe('legacy');
  clock.advance(1);
  expect(era()).toEqual({ era: null, identity: 'box 1' });
  memory.noteEra('a', 'f', 'legacy');
  memory.noteOpened('a', 'f', opened('legacy', '1'));
  expect(era().era).toBe('legacy');
  memory.noteOpened('a', 'f', opened('legacy', '2'));
  expect(era()).toEqual({ era: null, identity: 'box 2' });
  memory.noteEra('a', 'f', 'modern');
  memory.noteOpened('a', 'f', opened('modern', '3'));
  memory.noteOpened('a', 'f', opened('modern', '4'));
  clock.advance(10 * week);
  expect(era()).toEqual({ era: 'modern', identity: 'box 4' });
  await store.close();
});

it('logs what could not be kept', async () => {
  const calls = { ...files, rename: failingCall(files.rename, systemError('ENOSPC')) };
  const [dataDir, logger] = [await tempFolder(), recordingLogger()];
  const store = await openStore({ dataDir, clock: fakeClock(), logger, platform: 'linux', files: calls });
  serverMemory(store, fakeClock(), logger).save('a', 'f', catalogue);
  await until('the warning', () => logger.lines.length > 0);
  expect(logger.lines[0]?.text).toMatch(/^What is known of "a" could not be kept\..*the disk is full/);
});
