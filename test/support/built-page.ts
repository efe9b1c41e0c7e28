// The page as it is shipped, for tests that open it: what `npm test` has built, else a build of its own.
import { execFile } from 'node:child_process';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export interface BuiltPage {
  readonly folder: string;
  /** Removes what was built for this test alone. */
  readonly remove: () => Promise<void>;
}

const root = fileURLToPath(new URL('../../', import.meta.url));

/** `out/renderer` when PATCHBAY_BUILT=1, otherwise a fresh build in a temporary folder. */
export async function builtPage(): Promise<BuiltPage> {
  if (process.env['PATCHBAY_BUILT'] === '1') {
    const folder = join(root, 'out', 'renderer');
    await access(join(folder, 'index.html'));
    return { folder, remove: () => Promise.resolve() };
  }
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-page-'));
  const script = join(root, 'test', 'support', 'build-page.ts');
  await promisify(execFile)(process.execPath, [script, folder], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production' },
  });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
