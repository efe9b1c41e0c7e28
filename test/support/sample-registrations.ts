// Registered servers as the state shows them, for what paints from it.
import type { RegistrationView } from '../../src/shared/registrations.ts';

/** The first copy of `id`: healthy, a server of commands, unless changed. */
export function sampleRegistration(id: string, change: Partial<RegistrationView> = {}): RegistrationView {
  return {
    key: `${id}_1`,
    id,
    copy: 1,
    url: `http://127.0.0.1:8000/${id}`,
    name: id,
    description: null,
    state: 'healthy',
    kind: 'commands',
    caller: '127.0.0.1',
    registeredAt: 1_700_000_000_000,
    lastHeartbeatAt: null,
    leaseEndsAt: null,
    tools: 3,
    problem: null,
    ...change,
  };
}

/** One that waits for a person. */
export function pendingRegistration(id: string, change: Partial<RegistrationView> = {}): RegistrationView {
  return sampleRegistration(id, { state: 'pending', kind: null, tools: null, caller: '10.0.0.5', ...change });
}
