// What was acknowledged is there after the gateway was killed at any moment. test/chaos has the long form.
import { expect, it } from 'vitest';
import { killAgainAndAgain } from '../../support/registry-kills.ts';
import { tempFolder } from '../../support/temp-folder.ts';

it(
  'keeps each registration that was answered, none doubled, over a dozen kills',
  { timeout: 180_000 },
  async () => {
    const outcome = await killAgainAndAgain({ dataDir: await tempFolder(), rounds: 12, random: Math.random });
    expect(outcome.faults).toEqual([]);
    expect(outcome.answers).toBeGreaterThan(12);
  },
);
