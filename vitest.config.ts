import { defineConfig } from 'vitest/config';

const project = (name: string, include: string[], extra: Record<string, unknown> = {}) => ({
  test: { name, include, environment: 'node', testTimeout: 30_000, hookTimeout: 30_000, ...extra },
});

export default defineConfig({
  test: {
    projects: [
      project('unit', ['test/{shared,core,renderer,scripts}/**/*.test.ts']),
      project('integration', ['test/integration/**/*.test.ts'], { testTimeout: 90_000, hookTimeout: 90_000 }),
      project('shell', ['test/{shell,packaging}/**/*.test.ts'], { testTimeout: 60_000 }),
      project('browser', ['test/browser/**/*.test.ts'], { testTimeout: 90_000, hookTimeout: 90_000 }),
    ],
  },
});
