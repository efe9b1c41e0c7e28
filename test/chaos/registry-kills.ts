// The long form of the registry's kill test: `node test/chaos/registry-kills.ts [rounds]`, 100 by default. Exits with 1
// when anything acknowledged was lost or doubled.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killAgainAndAgain } from '../support/registry-kills.ts';

const rounds = Number(process.argv[2] ?? 100);
const dataDir = await mkdtemp(join(tmpdir(), 'patchbay-kills-'));
try {
  const { answers, faults } = await killAgainAndAgain({
    dataDir,
    rounds,
    random: Math.random,
    onRound: (round, count) => {
      if (round % 10 === 0) console.log(`${round} kills, ${count} answers`);
    },
  });
  for (const fault of faults) console.log(fault);
  console.log(`${rounds} kills, ${answers} answers, ${faults.length} faults.`);
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  await rm(dataDir, { recursive: true, force: true });
}
