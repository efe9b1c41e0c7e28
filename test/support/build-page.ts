// Builds the page alone, with the renderer's part of electron.vite.config.ts: `node build-page.ts FOLDER`.
// A program of its own, because the build must not see the test runner's NODE_ENV.
import { fileURLToPath } from 'node:url';
import { build, loadConfigFromFile, mergeConfig } from 'vite';

const root = fileURLToPath(new URL('../../', import.meta.url));
const outDir = process.argv[2];
if (outDir === undefined) throw new Error('Name the folder to build into.');

const loaded = await loadConfigFromFile(
  { command: 'build', mode: 'production' },
  'electron.vite.config.ts',
  root,
);
if (loaded === null) throw new Error('electron.vite.config.ts was not found.');
const { renderer } = loaded.config as { renderer: Record<string, unknown> };
await build(
  mergeConfig(renderer, {
    configFile: false,
    base: './',
    logLevel: 'warn',
    build: { outDir, emptyOutDir: true },
  }),
);
