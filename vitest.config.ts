import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { findElectron } from './src/main/cli/doctor/find-electron.ts';

const project = (name: string, include: string[], extra: Record<string, unknown> = {}) => ({
  test: {
    name,
    include,
    environment: 'node',
    testTimeout: 30_000,
    hookTimeout: 30_000,
    expect: { poll: { timeout: 20_000 } },
    ...extra,
  },
});

const { env, platform } = process;
/** The app in its own runtime can be tested only where that runtime is. */
const withElectron = findElectron(import.meta.dirname, { platform, env }) !== null;

export default defineConfig({
  test: {
    // More than the processors of a small machine: most tests wait for children, timers and sockets.
    maxWorkers: Math.max(4, availableParallelism() - 1),
    projects: [
      // They keep nothing in modules, so that one process does for many files.
      project('unit', ['test/{shared,core,bridge,cli,renderer,scripts,house}/**/*.test.ts'], {
        isolate: false,
      }),
      project('integration', ['test/integration/**/*.test.ts'], { testTimeout: 90_000, hookTimeout: 90_000 }),
      project('conformance', ['test/conformance/**/*.test.ts'], {
        testTimeout: 120_000,
        hookTimeout: 120_000,
        globalSetup: ['test/conformance/table.ts'],
      }),
      project('shell', ['test/{shell,packaging}/**/*.test.ts'], {
        testTimeout: 60_000,
        globalSetup: ['test/support/build-once.ts'],
      }),
      project('browser', ['test/browser/**/*.test.ts'], { testTimeout: 90_000, hookTimeout: 90_000 }),
      ...(withElectron
        ? [
            project('electron', ['test/electron/**/*.test.ts'], {
              testTimeout: 90_000,
              globalSetup: ['test/support/build-once.ts'],
            }),
          ]
        : []),
    ],
  },
});
