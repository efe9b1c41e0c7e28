// Clients' sessions: idle ones go, the others outlast a restart.
import { describe, expect, it } from 'vitest';
import { configSchema } from '../../../src/shared/config-schema.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { recordedFiles, systemError } from '../../support/faulty-files.ts';
import { openRegistry } from '../../support/registry-stage.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { until } from '../../support/until.ts';

const { maxClients } = configSchema.parse({}).registration;
const minuteMs = 60_000;
const client = (name: unknown = 'Claude', version: unknown = '1') => ({
  ip: '127.0.0.1',
  userAgent: null,
  clientInfo: { name, version },
  capabilities: null,
});

describe('a client’s session', () => {
  it('goes after an idle hour, from the list and from the disk', async () => {
    const clock = fakeClock();
    const { registry, store } = await openRegistry({ clock });
    const { clients } = registry;
    const [idle, used] = [await clients.register(client()), await clients.register(client())];
    clock.advance(40 * minuteMs);
    expect(clients.touch(used.record.sessionId)).toBe(true);
    clock.advance(20 * minuteMs);
    expect(clients.has(idle.record.sessionId)).toBe(true);
    clock.advance(1);
    expect(clients.has(idle.record.sessionId)).toBe(false);
    expect(clients.touch(idle.record.sessionId)).toBe(false);
    expect(await clients.unregister(idle.record.sessionId)).toBe(false);
    expect(clients.all().map(({ record }) => record.sessionId)).toEqual([used.record.sessionId]);
    clock.advance(minuteMs);
    await until('the idle session to leave the disk', () => store.get().clients.length === 1);
  });

  it('outlasts a restart, with the time of its last activity', async () => {
    const clock = fakeClock();
    const before = await openRegistry({ clock });
    const { record } = await before.registry.clients.register(client());
    clock.advance(30 * minuteMs);
    before.registry.clients.touch(record.sessionId);
    await before.close();

    clock.advance(50 * minuteMs);
    const after = await openRegistry({ clock, dataDir: before.dataDir });
    expect(after.registry.clients.all()).toMatchObject([
      {
        name: 'Claude',
        record: { sessionId: record.sessionId, lastActivityAt: clock.now() - 50 * minuteMs },
      },
    ]);
    clock.advance(11 * minuteMs);
    expect(after.registry.clients.has(record.sessionId)).toBe(false);
  });

  it('does not end because a clock was set back', async () => {
    const clock = fakeClock();
    const before = await openRegistry({ clock });
    const { record } = await before.registry.clients.register(client());
    await before.close();
    const after = await openRegistry({ clock: fakeClock(0), dataDir: before.dataDir });
    expect(after.registry.clients.has(record.sessionId)).toBe(true);
  });

  it('is there only when it is on disk', async () => {
    const dataDir = await tempFolder();
    const { calls, failNext } = recordedFiles(dataDir);
    const { registry } = await openRegistry({ dataDir, files: calls });
    failNext('open draft', systemError('ENOSPC'));
    await expect(registry.clients.register(client())).rejects.toMatchObject({ code: 'STORE_WRITE_FAILED' });
    expect(registry.clients.all()).toEqual([]);
    const { record } = await registry.clients.register(client());
    failNext('open draft', systemError('ENOSPC'));
    await expect(registry.clients.unregister(record.sessionId)).rejects.toMatchObject({
      code: 'STORE_WRITE_FAILED',
    });
    expect(registry.clients.has(record.sessionId)).toBe(true);
  });

  it('gives way to new ones when there are far too many, the idlest first', async () => {
    const clock = fakeClock();
    const { registry } = await openRegistry({ clock });
    const first = await registry.clients.register(client());
    clock.advance(1000);
    await Promise.all(Array.from({ length: maxClients - 1 }, () => registry.clients.register(client())));
    expect(registry.clients.has(first.record.sessionId)).toBe(true);
    const last = await registry.clients.register(client());
    expect(registry.clients.has(first.record.sessionId)).toBe(false);
    expect(registry.clients.has(last.record.sessionId)).toBe(true);
    expect(registry.clients.all().length).toBeLessThanOrEqual(maxClients);
  });
});

describe('the summary', () => {
  it('counts sessions by name and version, without their ids', async () => {
    const clock = fakeClock();
    const { registry } = await openRegistry({ clock });
    await registry.clients.register(client('Claude', '1'));
    clock.advance(1000);
    await registry.clients.register(client('Claude', '1'));
    await registry.clients.register(client('Claude', '2'));
    await registry.clients.register(client(5, {}));
    const now = clock.now();
    expect(registry.clients.summary()).toEqual([
      { name: 'Claude', version: '1', sessions: 2, lastActivityAt: now },
      { name: 'Claude', version: '2', sessions: 1, lastActivityAt: now },
      { name: 'unknown', version: '', sessions: 1, lastActivityAt: now },
    ]);
  });
});
