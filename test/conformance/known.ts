// Scenarios of the official suite that do not pass on the server itself, each with the reason. A scenario that passes
// has no place here: the tests fail when this list says too little or too much.
import type { Revision } from '../support/conformance-suite.ts';

export interface KnownFailure {
  readonly revision: Revision;
  readonly scenario: string;
  readonly reason: string;
}

const noTasks = 'Version 2.4.0 of the SDK has no tasks extension for servers; no revision requires it.';
const optionalTasks = 'Makes no check at all where the tasks extension is missing.';

export const knownFailures: readonly KnownFailure[] = [
  ...[
    'tasks-lifecycle',
    'tasks-capability-negotiation',
    'tasks-wire-fields',
    'tasks-request-state-removal',
    'tasks-mrtr-input',
    'tasks-request-headers',
    'tasks-dispatch-and-envelope',
    'tasks-required-task-error',
    'tasks-mrtr-composition',
  ].map((scenario) => ({ revision: '2026-07-28' as const, scenario, reason: noTasks })),
  { revision: '2026-07-28', scenario: 'tasks-status-notifications', reason: optionalTasks },
];
