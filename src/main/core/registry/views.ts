// Registered servers as the state shows them.
import { describeView, type ErrorView } from '../../../shared/errors.ts';
import type { RegistrationView } from '../../../shared/registrations.ts';
import type { RegisteredServer } from './types.ts';

/** What is known of the server by those who call it. */
export interface CallerKnowledge {
  readonly tools: number | null;
  readonly problem: ErrorView | null;
}

/** A view of this moment; `now` is epoch milliseconds. */
export function viewRegistration(
  { record, state, lastHeartbeatAt, leaseLeftMs, fault: ownFault }: RegisteredServer,
  known: CallerKnowledge,
  now: number,
): RegistrationView {
  const fault = ownFault ?? known.problem;
  const { key, id, copy, url, name, description, endpoint, caller, registeredAt } = record;
  return {
    key,
    id,
    copy,
    url,
    name: name ?? id,
    description,
    state,
    kind: endpoint?.kind ?? null,
    caller,
    registeredAt,
    lastHeartbeatAt,
    leaseEndsAt: leaseLeftMs === 0 ? null : Math.round((now + leaseLeftMs) / 1000) * 1000,
    tools: known.tools,
    problem: describeView(fault),
    ...(fault === null ? {} : { fault }),
  };
}
