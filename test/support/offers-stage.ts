// What reads servers from files and links, on a data folder of its own, with the real configuration and secrets behind it
// and a network that answers as it is told.
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MockAgent } from 'undici';
import { onTestFinished } from 'vitest';
import { createConfigStore } from '../../src/main/core/config/store.ts';
import { createConsents } from '../../src/main/core/consent/consents.ts';
import { BundleFolders } from '../../src/main/core/offers/bundle-folders.ts';
import { Offers } from '../../src/main/core/offers/offers.ts';
import { openVault } from '../../src/main/core/secrets/secret-box.ts';
import { openSecretStore } from '../../src/main/core/secrets/secret-store.ts';
import { fakeClock } from './fake-clock.ts';
import { recordingLogger } from './recorders.ts';
import { tempFolder } from './temp-folder.ts';
import { zipFile } from './zip-file.ts';

/** A bundle with one file beside its manifest. */
export function bundleOf(code: string, manifest: Readonly<Record<string, unknown>> = {}): Buffer {
  const server = { type: 'node', entry_point: 'index.js' };
  const whole = { manifest_version: '0.3', name: 'notes', version: '1.0.0', server, ...manifest };
  return zipFile([
    { name: 'manifest.json', data: JSON.stringify(whole) },
    { name: 'index.js', data: code },
  ]);
}

/** Ends with the test. `Folders`: in place of the usual. */
export async function offersStage(config: unknown = {}, Folders: typeof BundleFolders = BundleFolders) {
  const folder = await tempFolder();
  const dataDir = join(folder, 'data');
  await mkdir(dataDir);
  const clock = fakeClock();
  const logger = recordingLogger();
  const place = { platform: 'linux' as const, homeDir: folder, env: {} };
  const path = join(dataDir, 'config.json');
  await writeFile(path, JSON.stringify({ mcpServers: {}, ...(config as object) }));
  const vault = await openVault(null, logger);
  const secrets = await openSecretStore({ dataDir, vault, platform: 'linux', clock, logger });
  const store = await createConfigStore({
    ...place,
    path,
    secret: (name) => secrets.get(name),
    clock,
    logger,
  });
  onTestFinished(() => store.close());
  const folders = new Folders({ dataDir, config: store, clock, logger });
  onTestFinished(() => folders.close());
  const network = new MockAgent();
  network.disableNetConnect();
  onTestFinished(() => network.close());
  const offers = new Offers({
    ...place,
    folders,
    config: store,
    secrets,
    consents: createConsents(clock, place),
    dispatcher: network,
    clock,
    onSecrets: () => store.reload(),
  });
  const listed = (...parts: readonly string[]): Promise<readonly string[]> =>
    readdir(join(dataDir, ...parts)).catch(() => []);
  return {
    folder,
    dataDir,
    clock,
    logger,
    store,
    secrets,
    folders,
    offers,
    /** At https://example.com, once. */
    answer: (at: string, body: string | Buffer, status = 200): void =>
      void network.get('https://example.com').intercept({ path: at }).reply(status, body),
    /** Writes a file of the person's, and answers with its path. */
    write: async (name: string, content: string | Buffer): Promise<string> => {
      await writeFile(join(folder, name), content);
      return join(folder, name);
    },
    bundles: async () => (await listed('bundles')).filter((name) => name !== 'incoming'),
    incoming: () => listed('bundles', 'incoming'),
  };
}
