// Reading runs of the conformance suite: which scenarios passed, how many checks, and what differs between two runs.
import type { Check, SuiteRun } from './conformance-suite.ts';

/** Something succeeded and nothing failed or was warned of: a scenario without checks has not passed. */
export function hasPassed(checks: readonly Check[]): boolean {
  return checks.some(({ status }) => status === 'SUCCESS') && complaints(checks).length === 0;
}

/** What failed or was warned of. */
export function complaints(checks: readonly Check[]): readonly Check[] {
  return checks.filter(({ status }) => status === 'FAILURE' || status === 'WARNING');
}

export interface Counts {
  readonly scenarios: number;
  readonly scenariosPassed: number;
  readonly checksPassed: number;
  readonly checksFailed: number;
}

export function count({ scenarios }: SuiteRun): Counts {
  const all = [...scenarios.values()];
  const checks = all.flat();
  return {
    scenarios: all.length,
    scenariosPassed: all.filter(hasPassed).length,
    checksPassed: checks.filter(({ status }) => status === 'SUCCESS').length,
    checksFailed: complaints(checks).length,
  };
}

/** The same scenario in two runs, where they differ. */
export interface Difference {
  readonly scenario: string;
  /** `<check id> <status>` of what only the first run has; as often as it has it more. */
  readonly lost: readonly string[];
  readonly gained: readonly string[];
  /** What the suite said about those that the second run has. */
  readonly messages: readonly string[];
}

/** What another run has lost and gained against the one that is the measure; remarks (INFO) do not count. */
export function compareRuns(measure: SuiteRun, other: SuiteRun): readonly Difference[] {
  const names = new Set([...measure.scenarios.keys(), ...other.scenarios.keys()]);
  return [...names].flatMap((scenario) => {
    const before = measure.scenarios.get(scenario) ?? [];
    const after = other.scenarios.get(scenario) ?? [];
    const lost = without(verdicts(before), verdicts(after));
    const gained = without(verdicts(after), verdicts(before));
    if (lost.length === 0 && gained.length === 0) return [];
    const messages = complaints(after).flatMap(({ errorMessage = '' }) => errorMessage || []);
    return [{ scenario, lost, gained, messages }];
  });
}

function verdicts(checks: readonly Check[]): readonly string[] {
  return checks.filter(({ status }) => status !== 'INFO').map(({ id, status }) => `${id} ${status}`);
}

/** Takes each of `taken` out once, since ids repeat within a scenario. */
function without(from: readonly string[], taken: readonly string[]): readonly string[] {
  const rest = [...taken];
  return from.filter((verdict) => {
    const index = rest.indexOf(verdict);
    if (index >= 0) rest.splice(index, 1);
    return index < 0;
  });
}
