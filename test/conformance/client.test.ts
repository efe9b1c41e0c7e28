// The suite's client scenarios, with Patchbay as the client of the suite's servers and an official client in front of it.
import { dirname } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { complaints, count, hasPassed } from '../support/conformance-results.ts';
import {
  listClientScenarios,
  runClientSuite,
  type Revision,
  type SuiteRun,
} from '../support/conformance-suite.ts';
import { compileCache } from '../support/compile-cache.ts';
import type { FrontEra } from './front-client.ts';
import { addRow } from './table.ts';

interface Front {
  readonly era: FrontEra;
  readonly route: '/mcp/suite' | '/mcp';
  readonly revision: Revision;
  /** Scenarios that are not passed, each with its reason. */
  readonly lost: Readonly<Record<string, string>>;
}

const fronts: readonly Front[] = [
  { era: 'legacy', route: '/mcp/suite', revision: '2025-11-25', lost: {} },
  { era: 'modern', route: '/mcp/suite', revision: '2025-11-25', lost: {} },
  { era: 'modern', route: '/mcp/suite', revision: '2026-07-28', lost: {} },
  { era: 'modern', route: '/mcp', revision: '2026-07-28', lost: {} },
  // Before a server that offers nothing, /mcp has nothing to ask of it for a client: request-metadata is passed there.
  { era: 'legacy', route: '/mcp', revision: '2026-07-28', lost: {} },
  {
    era: 'legacy',
    route: '/mcp/suite',
    revision: '2026-07-28',
    lost: {
      'request-metadata':
        'For a legacy client, a server of the modern era is asked with initialize whether it has sessions too (2026-07-28, basic/versioning): the one request that by its nature carries nothing of the modern era, and the scenario wants it in every request.',
    },
  },
];

describe.each(fronts)(
  'the suite’s client scenarios for $revision, a $era client in front on $route',
  (front) => {
    const { era, route, revision, lost } = front;
    let run: SuiteRun;

    beforeAll(async () => {
      const { required, all } = await listClientScenarios(revision);
      run = await runClientSuite({
        revision,
        scenarios: all,
        command: 'node test/conformance/client-program.ts',
        env: {
          PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
          PATCHBAY_CLIENT_ERA: era,
          PATCHBAY_CLIENT_ROUTE: route,
          NODE_COMPILE_CACHE: compileCache,
        },
      });
      const { scenariosPassed, scenarios, checksPassed } = count(run);
      await addRow({
        order: fronts.indexOf(front) + 100,
        target: `a ${era} client on ${route}; as its client: Patchbay`,
        revision,
        required: `${required.filter((name) => hasPassed(run.scenarios.get(name) ?? [])).length} of ${required.length}`,
        scenarios: `${scenariosPassed} of ${scenarios}`,
        checks: String(checksPassed),
        allowed: Object.keys(lost).length,
        seconds: run.durationMs / 1000,
      });
    });

    it('are passed, apart from those on the list', () => {
      const failed = [...run.scenarios].filter(([name, checks]) => !hasPassed(checks) && !(name in lost));
      expect(failed.map(([name, checks]) => [name, complaints(checks)])).toEqual([]);
    });

    it('are lost where the list says so', () => {
      expect(Object.keys(lost).filter((name) => hasPassed(run.scenarios.get(name) ?? []))).toEqual([]);
    });
  },
);
