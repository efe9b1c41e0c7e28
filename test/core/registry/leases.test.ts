// How long servers count as alive: by heartbeats, by looks, through sleep and changed clocks.
import { describe, expect, it } from 'vitest';
import { readAnnouncement } from '../../../src/main/core/registry/announcement.ts';
import { leaseStage } from '../../support/lease-stage.ts';
import { until } from '../../support/until.ts';

const hourMs = 3_600_000;

describe('a lease', () => {
  it('lasts for as long as heartbeats come, without a look', async () => {
    const on = await leaseStage();
    await on.register();
    for (let beat = 0; beat < 10; beat++) {
      await on.pass(80_000);
      expect(on.state()).toBe('healthy');
      await on.beat();
    }
    expect(on.looks).toEqual([]);
  });

  it('that is over makes a server stale, then offline when nobody is there, then forgotten', async () => {
    const on = await leaseStage();
    await on.register();
    await on.pass(89_000);
    expect(on.state()).toBe('healthy');
    await on.pass(2000);
    expect([on.state(), on.looks.length]).toEqual(['stale', 1]);
    expect(on.registry.servers.find('a_1')?.problem).toBe('Connection refused.');
    await on.pass(12_000);
    expect([on.state(), on.looks.length]).toEqual(['offline', 3]);
    await on.pass(23 * hourMs);
    expect(on.state()).toBe('offline');
    await on.pass(hourMs);
    await until('the server to be forgotten', () => on.state() === undefined);
    expect(on.store.get().registrations).toEqual([]);
    on.clock.advance(1000);
    expect(on.events).toEqual([
      { type: 'registered', key: 'a_1' },
      { type: 'state', key: 'a_1', state: 'stale' },
      { type: 'state', key: 'a_1', state: 'offline' },
      { type: 'forgotten', key: 'a_1' },
    ]);
    expect(on.logger.lines.map(({ text }) => text)).toEqual([
      'a_1 at http://127.0.0.1/a was registered.',
      'a_1 is stale. No heartbeat came while its lease lasted.',
      'a_1 is offline. Connection refused.',
      'a_1 at http://127.0.0.1/a was forgotten.',
    ]);
  });

  it('of a server that never reports is renewed by a look', async () => {
    const on = await leaseStage();
    on.isThere = true;
    await on.register();
    await on.pass(10 * 91_000);
    expect(on.state()).toBe('healthy');
    expect(on.looks.length).toBeGreaterThanOrEqual(9);
    expect(on.looks.length).toBeLessThanOrEqual(11);
  });

  it('begins anew when a server comes back, found or reporting', async () => {
    const on = await leaseStage();
    await on.register();
    await on.pass(110_000);
    expect(on.state()).toBe('offline');
    on.isThere = true;
    await on.pass(95_000);
    expect(on.state()).toBe('healthy');
    on.isThere = false;
    await on.pass(110_000);
    expect(on.state()).toBe('offline');
    await on.beat();
    expect(on.state()).toBe('healthy');
    expect(on.registry.servers.find('a_1')?.problem).toBeNull();
  });

  it('is not ended by a look that began before a heartbeat', async () => {
    const pending: ((error: Error) => void)[] = [];
    const on = await leaseStage({ probe: () => new Promise((_resolve, reject) => pending.push(reject)) });
    await on.register();
    await on.pass(92_000);
    expect([on.state(), pending.length]).toEqual(['stale', 1]);
    await on.beat();
    pending[0]?.(new Error('Nobody was there.'));
    await on.pass(2000);
    expect(on.state()).toBe('healthy');
  });

  it('does not wait forever for a look', async () => {
    const on = await leaseStage({ probe: () => new Promise(() => undefined) });
    await on.register();
    await on.pass(150_000);
    expect(on.state()).toBe('offline');
    expect(on.registry.servers.find('a_1')?.problem).toContain('did not answer within 10 seconds');
  });

  it('is doubted when a call fails', async () => {
    const on = await leaseStage();
    await on.register();
    on.registry.servers.doubt('a_1');
    await on.pass(15_000);
    expect(on.state()).toBe('offline');
  });
});

describe('time that jumps', () => {
  it.each([
    ['the wall clock alone', { wall: 8 * hourMs, monotonic: 0 }],
    ['both clocks', { wall: 8 * hourMs, monotonic: 8 * hourMs }],
  ])('because nothing ran for a night leads to a look before anybody is dead: %s', async (_what, night) => {
    const on = await leaseStage();
    for (const id of ['a', 'b']) await on.register(id);
    on.isThere = true;
    await on.pass(5000);
    Object.assign(on.jump, night);
    await on.pass(1000);
    expect(on.looks.toSorted()).toEqual(['a_1', 'b_1']);
    expect([on.state('a'), on.state('b')]).toEqual(['healthy', 'healthy']);
    expect(on.events.filter((event) => event.type === 'state' && event.state === 'offline')).toEqual([]);
  });

  it('makes nobody look dead at once whom the first look does not find', async () => {
    const on = await leaseStage();
    await on.register();
    on.jump.monotonic = 8 * hourMs;
    await on.pass(1000);
    expect(on.state()).toBe('stale');
    on.isThere = true;
    await on.pass(6000);
    expect(on.state()).toBe('healthy');
  });

  it('ends no lease and forgets nobody, when a clock is set', async () => {
    const on = await leaseStage();
    for (const id of ['a', 'dead']) await on.register(id);
    for (const wall of [365 * 24 * hourMs, -365 * 24 * hourMs, 0]) {
      on.jump.wall = wall;
      await on.pass(40_000);
      await on.beat('a');
      expect(on.state('a')).toBe('healthy');
    }
    expect(on.state('dead')).toBe('offline');
    on.jump.monotonic = 1000 * hourMs;
    await on.pass(5000);
    expect(on.state('dead')).toBe('offline');
  });
});

describe('a server that waits for a person', () => {
  it('is never looked at, and forgotten when it does not report for long', async () => {
    const on = await leaseStage();
    await on.register('a', 'far.example');
    await on.pass(200_000);
    expect([on.state(), on.looks]).toEqual(['pending', []]);
    await on.beat();
    await on.pass(24 * hourMs);
    expect(on.state()).toBe('pending');
    await on.pass(200_000);
    await until('the server to be forgotten', () => on.state() === undefined);
    expect(on.looks).toEqual([]);
  });

  it('is looked at as soon as it is approved', async () => {
    const on = await leaseStage();
    on.isThere = true;
    await on.register('a', 'far.example');
    await on.pass(200_000);
    await on.registry.servers.approve('a_1');
    await on.pass(1000);
    expect([on.state(), on.looks]).toEqual(['healthy', ['a_1']]);
    await expect(on.registry.servers.approve('b_1')).rejects.toMatchObject({ code: 'NOT_REGISTERED' });
  });

  it('is one of a hundred at most that come from other machines', async () => {
    const on = await leaseStage();
    const { servers } = on.registry;
    const knock = (number: number, caller: string) =>
      servers.register(
        readAnnouncement({ server_id: 'a', server_url: `http://10.0.0.1:${number + 1}` }),
        caller,
      );
    for (let number = 0; number < 100; number++) await knock(number, '10.0.0.66');
    await expect(knock(100, '10.0.0.67')).rejects.toMatchObject({ code: 'LIMIT_REACHED' });
    // Nor does that keep out who is at home here, or known already.
    await knock(100, '127.0.0.1');
    await knock(0, '10.0.0.66');
    await servers.approve('a_1');
    await knock(101, '10.0.0.67');
    await on.register('near');
    expect(on.state('near')).toBe('healthy');
  });

  it('keeps no server of this machine from its own URL', async () => {
    const on = await leaseStage();
    const at = readAnnouncement({ server_id: 'squatter', server_url: 'http://127.0.0.1/a' });
    await on.registry.servers.register(at, '192.168.1.66');
    expect(on.state('squatter')).toBe('pending');
    await on.register('a');
    expect([on.state('a'), on.state('squatter')]).toEqual(['healthy', undefined]);
  });
});

describe('after a restart', () => {
  it('servers are stale until they report or are found, and go on being offline', async () => {
    const before = await leaseStage();
    await before.register('a');
    await before.register('far', 'far.example');
    await before.register('dead');
    await before.pass(110_000);
    await before.beat('a');
    await before.pass(23 * hourMs);
    await before.beat('a');
    expect(before.state('dead')).toBe('offline');
    await before.close();

    const on = await leaseStage({ dataDir: before.dataDir });
    expect([on.state('a'), on.state('far'), on.state('dead')]).toEqual(['stale', 'pending', 'offline']);
    expect(on.registry.servers.find('a_1')?.lastHeartbeatAt).not.toBeNull();
    await on.beat('a');
    await on.pass(3000);
    expect([on.state('a'), on.looks]).toEqual(['healthy', ['dead_1']]);
    await on.pass(hourMs + 60_000);
    await until('the server to be forgotten', () => on.state('dead') === undefined);
  });

  it('what was found behind a URL is known still', async () => {
    const before = await leaseStage();
    await before.register();
    const endpoint = { kind: 'mcp', url: 'http://127.0.0.1/a/mcp' } as const;
    await before.registry.servers.noteEndpoint(before.record(), endpoint);
    await before.close();
    const on = await leaseStage({ dataDir: before.dataDir });
    expect(on.registry.servers.find('a_1')?.record.endpoint).toEqual(endpoint);
  });
});
