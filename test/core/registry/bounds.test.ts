import { describe, expect, it } from 'vitest';
import { Bounds } from '../../../src/main/core/bounds/bounds.ts';
import { readAnnouncement } from '../../../src/main/core/registry/announcement.ts';
import { configSchema } from '../../../src/shared/config-schema.ts';
import { fakeClock } from '../../support/fake-clock.ts';
import { recordingLogger } from '../../support/recorders.ts';
import { createRegistryOnStore, defaultSettings } from '../../support/registry-app.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const at = (id: string) => readAnnouncement({ server_id: id, server_url: `http://192.0.2.7:9/${id}` });

describe('servers of other machines', () => {
  it('wait for approval up to the limit; those that are approved do not count', async () => {
    const [clock, logger] = [fakeClock(), recordingLogger()];
    const config = configSchema.parse({ registration: { maxWaiting: 1 } });
    const bounds = new Bounds({ settings: () => config, clock, logger });
    const dataDir = await tempFolder();
    const settings = defaultSettings;
    const { registry, store } = await createRegistryOnStore({ dataDir, clock, logger, settings, bounds });
    const { server } = await registry.servers.register(at('a'), '192.0.2.7');
    await expect(registry.servers.register(at('b'), '192.0.2.7')).rejects.toMatchObject({
      code: 'LIMIT_REACHED',
      details: { limit: 'registration.maxWaiting', value: 1 },
    });
    expect(new Map(bounds.reachedCounts()).get('registration.maxWaiting')).toBe(1);
    await registry.servers.approve(server.record.key);
    await registry.servers.register(at('b'), '192.0.2.7');
    await registry.close();
    await store.close();
  });
});
