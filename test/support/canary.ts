// A secret that the servers of tests are configured with, and a look for it in everything that a Patchbay has printed and
// written when a test is over: whatever a test is about, it also shows that secrets stay where they belong.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Neither its look nor the name of its variable tells that it is a secret. */
export const canary = 'three-blind-mice-see-how-they-run';

/** For the environment of a server. */
export const canaryEnv = { MOCK_NOTE: canary } as const;

/** Files in which people write secrets down, and what they held before. */
const homesOfSecrets = /^(?:config|config-history|secrets)\.json|\.tmp$/;

/** Rejects with the names of what holds it. Texts: by where they are from. */
export async function expectNoCanary(
  dataDir: string,
  texts: Readonly<Record<string, string>> = {},
): Promise<void> {
  const entries = await readdir(dataDir, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries
    .filter((entry) => entry.isFile() && !homesOfSecrets.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name));
  const written = await Promise.all(
    paths.map(async (path) => [path, await readFile(path, 'latin1').catch(() => '')] as const),
  );
  const found = [...written, ...Object.entries(texts)].filter(([, text]) => text.includes(canary));
  if (found.length > 0)
    throw new Error(`A secret of a server's configuration is in ${found.map(([from]) => from).join(', ')}.`);
}
