// Answers about a configuration that says nothing, for tests of the page that are about something else.
import { configSchema } from '../../src/shared/config-schema.ts';
import { configJsonSchema } from '../../src/shared/config-json-schema.ts';
import type { ConfigSettings, ConfigText } from '../../src/shared/configuration.ts';
import type { Script } from './contract-server.ts';

const path = '/home/ada/.config/patchbay/config.json';

/** As a first start leaves it, without a client or a shell. */
export function sampleConfiguration(): Script {
  const text: ConfigText = { path, text: '{}\n', digest: 'first', faults: [] };
  const values = configSchema.parse({});
  const settings: ConfigSettings = { path, isEditable: true, values, written: [], overrides: [] };
  return {
    readConfig: () => text,
    readConfigSchema: () => configJsonSchema(),
    checkConfig: () => ({ faults: [] }),
    listConfigVersions: () => [],
    readSettings: () => settings,
    listClientAddresses: () => [],
    readLaunchAtLogin: () => ({ state: 'unavailable', reason: 'headless' }),
  };
}
