// A program that is a registry and nothing else, to be killed. Argument: its data folder. Prints its URL when it listens.
import { systemClock } from '../../src/main/core/ports.ts';
import { createRegistryOnStore, defaultSettings, registryApp } from './registry-app.ts';

const [dataDir = ''] = process.argv.slice(2);
const quiet = (): void => undefined;
const logger = { error: console.error, warn: console.error, info: quiet, debug: quiet };
const { registry } = await createRegistryOnStore({
  dataDir,
  clock: systemClock(),
  logger,
  settings: defaultSettings,
  // Everybody is there: nothing but the requests decides who is registered.
  probe: () => Promise.resolve(),
});
console.log(await registryApp({ registry, logger }).listen({ host: '127.0.0.1', port: 0 }));
