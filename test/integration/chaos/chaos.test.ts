// The short form of `npm run chaos`. Its long form, and how to repeat a run: docs/TESTING.md.
import { expect, it } from 'vitest';
import { runScript } from '../../support/run-script.ts';

const timeoutMs = 300_000;

it(
  'ends every call of sixty clients rightly or by its cause while everything breaks, and leaves nothing',
  async () => {
    const words = ['--seconds', '12', '--gateway', '4', '--seed', '20251125', '--name', 'chaos-short'];
    const end = await runScript('test/chaos/chaos.ts', ...words);
    expect(end).toEqual({ status: 0, output: expect.stringContaining(' 0 violations.') });
  },
  timeoutMs,
);
