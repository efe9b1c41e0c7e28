// The suite through Patchbay for some targets, compared with the direct run: nothing is lost that is not on the list.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareRuns, count, hasPassed, type Difference } from '../support/conformance-results.ts';
import { startConformanceServer } from '../support/conformance-server.ts';
import {
  listServerScenarios,
  revisions,
  runServerSuite,
  type SuiteRun,
} from '../support/conformance-suite.ts';
import { openPatchbay, type RunningPatchbay } from '../support/patchbay.ts';
import { allowedLosses } from './allowed.ts';
import { addRow } from './table.ts';
import { prepare, targets, type Prepared, type Target } from './targets.ts';

/** Longest run through a server that leaves some scenarios waiting. */
const deadlineMs = 200_000;

/** Declares the tests of these targets. */
export function throughPatchbay(isMeant: (target: Target) => boolean): void {
  for (const revision of revisions) {
    describe(`the suite for ${revision}`, () => {
      let direct: SuiteRun;
      let required: readonly string[];

      beforeAll(async () => {
        const server = await startConformanceServer('both');
        direct = await runServerSuite({ url: server.url, revision });
        ({ required } = await listServerScenarios(revision));
        await server.stop();
      });

      describe.each(targets.filter(isMeant))('through $name', (target) => {
        const allowed = allowedLosses.filter((loss) => loss.revision === revision && loss.where(target));
        let prepared: Prepared;
        let patchbay: RunningPatchbay;
        let run: SuiteRun;
        let differences: readonly Difference[];

        beforeAll(async () => {
          prepared = await prepare(target);
          patchbay = await openPatchbay(prepared.config, {});
          const url = patchbay.endpoint(target.route === '/mcp' ? undefined : 'conf').href;
          run = await runServerSuite({ url, revision, deadlineMs });
          differences = compareRuns(direct, run).filter(({ lost }) => lost.length > 0);
          const { scenariosPassed, scenarios, checksPassed } = count(run);
          await addRow({
            order: targets.indexOf(target),
            target: target.name,
            revision,
            required: `${required.filter((name) => hasPassed(run.scenarios.get(name) ?? [])).length} of ${required.length}`,
            scenarios: `${scenariosPassed} of ${scenarios}`,
            checks: String(checksPassed),
            allowed: differences.length,
            seconds: run.durationMs / 1000,
          });
        }, 2 * deadlineMs);
        afterAll(async () => {
          await patchbay.stop();
          await prepared.stop();
        });

        it('loses nothing that is not on the list', () => {
          const names = new Set(allowed.map(({ scenario }) => scenario));
          expect(differences.filter(({ scenario }) => !names.has(scenario))).toEqual([]);
        });

        it('loses all that is on the list', () => {
          const lost = new Set(differences.map(({ scenario }) => scenario));
          expect(allowed.filter(({ scenario }) => !lost.has(scenario))).toEqual([]);
        });
      });
    });
  }
}
