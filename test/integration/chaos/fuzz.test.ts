// The short form of `npm run fuzz`. Its long form, and how to repeat a case: docs/TESTING.md.
import { expect, it } from 'vitest';
import { runScript } from '../../support/run-script.ts';

const timeoutMs = 240_000;

it(
  'takes garbage at every door without a crash, a failure of its own, a hang or a leak',
  async () => {
    const words = ['--cases', '3000', '--seed', '20260728', '--name', 'fuzz-short'];
    const end = await runScript('test/chaos/fuzz.ts', ...words);
    expect(end).toEqual({ status: 0, output: expect.stringContaining(' 0 faults.') });
  },
  timeoutMs,
);
