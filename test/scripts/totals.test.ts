import { describe, expect, it } from 'vitest';
import { closingLine, countChecks, countTests, sum } from '../../scripts/test/totals.ts';
import type { TestReport } from '../../scripts/test/totals.ts';

const report = (change: Partial<TestReport> = {}): TestReport => ({
  numPassedTests: 3,
  numFailedTests: 0,
  testResults: [{ status: 'passed', assertionResults: [{}, {}, {}] }],
  ...change,
});

describe('the totals', () => {
  it('count tests', () => {
    expect(countTests(report(), true)).toEqual({ passed: 3, failed: 0 });
    expect(countTests(report({ numFailedTests: 2 }), false)).toEqual({ passed: 3, failed: 2 });
  });

  it('count a file that failed before its first test', () => {
    const testResults = [{ status: 'failed', assertionResults: [] }];
    expect(countTests(report({ testResults }), false)).toEqual({ passed: 3, failed: 1 });
  });

  it('count a run that ended badly though no test failed', () => {
    expect(countTests(report(), false)).toEqual({ passed: 3, failed: 1 });
  });

  it('count a run of nothing, and one without a report, as failed', () => {
    expect(countTests(report({ numPassedTests: 0, testResults: [] }), true)).toEqual({
      passed: 0,
      failed: 1,
    });
    expect(countTests(null, true)).toEqual({ passed: 0, failed: 1 });
  });

  it('count each check as one', () => {
    expect(countChecks([{ passed: true }, { passed: false }, { passed: true }])).toEqual({
      passed: 2,
      failed: 1,
    });
  });

  it('close with one line', () => {
    expect(closingLine(sum({ passed: 4, failed: 0 }, { passed: 300, failed: 1 }))).toBe(
      '304 passed, 1 failed',
    );
  });
});
