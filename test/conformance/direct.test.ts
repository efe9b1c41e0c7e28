// The official suite on our conformance server itself: the measure for everything that stands in front of it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { complaints, count, hasPassed } from '../support/conformance-results.ts';
import { startConformanceServer, type ConformanceServer } from '../support/conformance-server.ts';
import {
  listServerScenarios,
  runServerSuite,
  type Revision,
  type SuiteRun,
} from '../support/conformance-suite.ts';
import { knownFailures } from './known.ts';
import { addRow } from './table.ts';

const cases = [
  { revision: '2025-11-25', era: 'legacy' },
  { revision: '2025-11-25', era: 'both' },
  { revision: '2026-07-28', era: 'modern' },
  { revision: '2026-07-28', era: 'both' },
] as const;

/** Of an extension that is on no revision's list. */
const skillScenarios = [
  'sep-2640-skills-directory',
  'sep-2640-skills-enumeration',
  'sep-2640-skills-manifest',
];

/** Fewer would mean that the suite, or its reading, lost some. */
const leastChecks: Record<Revision, number> = { '2025-11-25': 84, '2026-07-28': 194 };

describe.each(cases)('The suite for $revision on a server of era $era', ({ revision, era }) => {
  const known = knownFailures
    .filter((failure) => failure.revision === revision)
    .map(({ scenario }) => scenario);
  let server: ConformanceServer;
  let run: SuiteRun;

  beforeAll(async () => {
    server = await startConformanceServer(era);
    run = await runServerSuite({ url: server.url, revision });
    const { required } = await listServerScenarios(revision);
    const { scenarios, scenariosPassed, checksPassed } = count(run);
    await addRow({
      order: -1,
      target: `the server itself (${era})`,
      revision,
      required: `${required.filter((name) => hasPassed(run.scenarios.get(name) ?? [])).length} of ${required.length}`,
      scenarios: `${scenariosPassed} of ${scenarios}`,
      checks: String(checksPassed),
      allowed: 0,
      seconds: run.durationMs / 1000,
    });
  });
  afterAll(() => server.stop());

  it('passes every scenario that the revision requires', async () => {
    const { required } = await listServerScenarios(revision);
    expect(required.filter((name) => !hasPassed(run.scenarios.get(name) ?? []))).toEqual([]);
  });

  it('passes all others too, apart from those on the list', () => {
    const failed = [...run.scenarios].filter(([name, checks]) => !hasPassed(checks) && !known.includes(name));
    expect(failed.map(([name, checks]) => [name, complaints(checks)])).toEqual([]);
  });

  it('passes nothing that is on the list', () => {
    expect(known.filter((name) => hasPassed(run.scenarios.get(name) ?? []))).toEqual([]);
    expect(known.filter((name) => !run.scenarios.has(name))).toEqual([]);
  });

  it('passes the scenarios of the skills extension', async () => {
    const skills = await runServerSuite({ url: server.url, revision, scenarios: skillScenarios });
    const failed = [...skills.scenarios].filter(([, checks]) => !hasPassed(checks));
    expect(failed.map(([name, checks]) => [name, complaints(checks)])).toEqual([]);
  });

  it('makes as many checks as it did', () => {
    expect(count(run).checksPassed).toBeGreaterThanOrEqual(leastChecks[revision]);
  });
});
