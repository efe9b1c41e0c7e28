// Where a run through Patchbay may differ from the direct one, each with its reason. The tests fail for what is not here,
// and for what is here and no longer differs.
import type { Revision } from '../support/conformance-suite.ts';
import type { Target } from './targets.ts';

export interface AllowedLoss {
  readonly revision: Revision;
  readonly scenario: string;
  /** Of the targets that differ in it. */
  readonly where: (target: Target) => boolean;
  readonly reason: string;
}

const plainAnswer =
  'A server on stdio, or of the modern era, streams nothing of its own accord: an answer before which nothing comes is plain JSON, which the revision allows (basic/transports, sending messages to the server). The suite remarks on it and goes on without these checks.';

const serversKeys =
  'The scenario looks for the key that the server gives its question. A request of the legacy era carries none (2025-11-25, client/elicitation), so the gateway has to choose one.';

const tasks = [
  'tasks-lifecycle',
  'tasks-capability-negotiation',
  'tasks-wire-fields',
  'tasks-request-state-removal',
  'tasks-mrtr-input',
  'tasks-request-headers',
  'tasks-dispatch-and-envelope',
  'tasks-mrtr-composition',
];

export const allowedLosses: readonly AllowedLoss[] = [
  {
    revision: '2025-11-25',
    scenario: 'server-sse-multiple-streams',
    where: ({ transport, era, route }) => transport === 'stdio' || era === 'modern' || route === '/mcp',
    reason: plainAnswer,
  },
  {
    revision: '2025-11-25',
    scenario: 'server-sse-polling',
    where: ({ transport, era }) => transport === 'stdio' || era === 'modern',
    reason: plainAnswer,
  },
  ...['input-required-result-basic-elicitation', 'input-required-result-ignore-extra-params'].map(
    (scenario): AllowedLoss => ({
      revision: '2026-07-28',
      scenario,
      where: ({ era }) => era === 'legacy',
      reason: serversKeys,
    }),
  ),
  {
    revision: '2026-07-28',
    scenario: 'server-stateless',
    where: ({ transport, era }) => transport === 'http' && era === 'legacy',
    reason:
      'A legacy server is told in initialize what the client can do (2025-11-25, basic/lifecycle) and refuses by itself, in a result of its own words, where the scenario wants -32021.',
  },
  ...tasks.map((scenario): AllowedLoss => ({
    revision: '2026-07-28',
    scenario,
    where: ({ era }) => era === 'legacy',
    reason: 'The tasks extension, which the revision does not require: a legacy server has none of it.',
  })),
];
