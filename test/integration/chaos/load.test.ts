// The short form of `npm run load`. What it looks at, and the long form: docs/TESTING.md.
import { expect, it } from 'vitest';
import { runScript } from '../../support/run-script.ts';

const timeoutMs = 600_000;

it(
  'answers many sessions and large messages rightly, and keeps nothing of calls, sessions and registrations that are over',
  async () => {
    const end = await runScript(
      'test/chaos/load.ts',
      '--short',
      '--seed',
      '20251125',
      '--name',
      'load-short',
    );
    expect(end).toEqual({ status: 0, output: expect.stringMatching(/^0 violations\.$/m) });
  },
  timeoutMs,
);
