// Counts what came of a run: each check as one, each test as one.

export interface Totals {
  readonly passed: number;
  readonly failed: number;
}

/** The part of vitest's JSON report that is counted. */
export interface TestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

/**
 * What a test run comes to. A file that failed before its first test counts as one failure, so does a run that
 * reported nothing (`report: null`), ran nothing, or ended badly though no test failed.
 */
export function countTests(report: TestReport | null, endedWell: boolean): Totals {
  if (report === null) return { passed: 0, failed: 1 };
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  ).length;
  const passed = report.numPassedTests;
  const failed = report.numFailedTests + brokenFiles;
  if (passed + failed === 0 || (failed === 0 && !endedWell)) return { passed, failed: failed + 1 };
  return { passed, failed };
}

export function countChecks(results: readonly { readonly passed: boolean }[]): Totals {
  const passed = results.filter((result) => result.passed).length;
  return { passed, failed: results.length - passed };
}

export function sum(...parts: readonly Totals[]): Totals {
  return parts.reduce(
    (total, part) => ({ passed: total.passed + part.passed, failed: total.failed + part.failed }),
    { passed: 0, failed: 0 },
  );
}

/** The closing line. */
export function closingLine({ passed, failed }: Totals): string {
  return `${passed} passed, ${failed} failed`;
}
