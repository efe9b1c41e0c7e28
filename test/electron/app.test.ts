// The real app in its real runtime. Runs only where an Electron binary is found; `npm test` says so where not.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { _electron } from 'playwright-core';
import type { ElectronApplication } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { projectRoot } from '../../scripts/project.ts';
import { findElectron } from '../../src/main/cli/doctor/find-electron.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { until } from '../support/until.ts';

const { env, platform } = process;

async function launch(dataDir: string): Promise<ElectronApplication> {
  const executablePath = findElectron(projectRoot, { platform, env });
  if (executablePath === null) throw new Error('No Electron binary; this project is left out without one.');
  // Chromium refuses its sandbox to root, as containers have it.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const app = await _electron.launch({
    executablePath,
    args: [...asRoot, projectRoot, '--data-dir', dataDir, '--port', '0', '--console-port', '0'],
  });
  onTestFinished(() => app.close());
  return app;
}

describe('the app in its own runtime', () => {
  it('shows its page from its own origin, sandboxed, with the contract and nothing else', async () => {
    const app = await launch(await tempFolder());
    const page = await app.firstWindow();
    await page.waitForLoadState();
    expect(page.url()).toBe('app://patchbay/index.html');
    const reach = await page.evaluate(() => ({
      require: typeof Reflect.get(globalThis, 'require'),
      process: typeof Reflect.get(globalThis, 'process'),
      frozen: Object.isFrozen(Reflect.get(globalThis, 'patchbay')),
    }));
    expect(reach).toEqual({ require: 'undefined', process: 'undefined', frozen: true });
  });

  it('has a gateway that answers, and ends without a trace', async () => {
    const dataDir = await tempFolder();
    const app = await launch(dataDir);
    const runFile = path.join(dataDir, 'run.json');
    await until('run.json', () => existsSync(runFile), 30_000);
    const { url } = JSON.parse(readFileSync(runFile, 'utf8')) as { url: string };
    expect((await fetch(new URL('/health', url))).status).toBe(200);
    await app.evaluate(({ app: electronApp }) => electronApp.quit());
    await until('the end of run.json', () => !existsSync(runFile), 15_000);
  });
});
