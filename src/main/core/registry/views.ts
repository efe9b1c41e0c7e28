// Registered servers as the state shows them.
import type { RegistrationView } from '../../../shared/registrations.ts';
import type { RegisteredServer } from './types.ts';

/** What is known of the server by those who call it. */
export interface CallerKnowledge {
  readonly tools: number | null;
  readonly problem: string | null;
}

/** A view of this moment; `now` is epoch milliseconds. */
export function viewRegistration(
  { record, state, lastHeartbeatAt, leaseLeftMs, problem }: RegisteredServer,
  known: CallerKnowledge,
  now: number,
): RegistrationView {
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
    problem: problem ?? known.problem,
  };
}
