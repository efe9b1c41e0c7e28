// When a command's era is looked for: once, and again when it may be another one and no child runs.
import { expect, it } from 'vitest';
import { ChildEra } from '../../../../src/main/core/upstream/modern/child-era.ts';
import { gatewayClient } from '../../../../src/main/core/upstream/handshake.ts';
import type { Era } from '../../../../src/shared/state.ts';
import { fakeClock } from '../../../support/fake-clock.ts';
import { fakeSupervisor } from '../../../support/fake-supervisor.ts';
import { recordingLogger } from '../../../support/recorders.ts';
import { settled } from '../../../support/scripted-legacy-server.ts';

function setUp(remembered: Era | null) {
  const found: Era[] = [];
  const fake = fakeSupervisor();
  const state = { isIdle: true };
  const era = new ChildEra({
    name: 'box',
    client: gatewayClient('1'),
    clock: fakeClock(),
    logger: recordingLogger(),
    supervise: (events) => fake.supervise(events),
    remembered,
    isIdle: () => state.isIdle,
    onChange: () => undefined,
    onFound: (each) => found.push(each),
  });
  /** The child that is tried answers. */
  const answer = async (supportedVersions: readonly string[]): Promise<void> => {
    await fake.spawn();
    fake.answer('server/discover', { supportedVersions });
    await settled();
  };
  return { era, fake, found, state, answer };
}

it('tries what is not known once, for all who ask', async () => {
  const { era, fake, found, answer } = setUp(null);
  const asked = [era.find(), era.find()];
  await answer(['2026-07-28']);
  expect(await Promise.all(asked)).toEqual(['modern', 'modern']);
  expect([fake.starts(), found]).toEqual([1, ['modern']]);
});

it('tries the legacy era again where it is in doubt, but not beside a child that runs', async () => {
  const { era, fake, found, state, answer } = setUp('legacy');
  expect([era.known, await era.find()]).toEqual(['legacy', 'legacy']);
  state.isIdle = false;
  era.doubt();
  expect([era.known, await era.find()]).toEqual(['legacy', 'legacy']);
  expect(fake.starts()).toBe(0);
  state.isIdle = true;
  expect(era.known).toBeNull();
  const again = era.find();
  await answer(['2026-07-28']);
  expect([await again, era.known]).toEqual(['modern', 'modern']);
  expect([fake.starts(), found]).toEqual([1, ['modern']]);
});

it('does not doubt the modern era, which shows by itself', async () => {
  const { era, fake, found } = setUp('modern');
  era.doubt();
  expect([era.known, await era.find()]).toEqual(['modern', 'modern']);
  era.learn('legacy');
  expect([era.known, fake.starts(), found]).toEqual(['legacy', 0, ['legacy']]);
});
