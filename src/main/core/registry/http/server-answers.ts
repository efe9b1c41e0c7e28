// Registered servers on the wire, in the words of the clients in the field.
import type { Registered, RegisteredServer, RegistrySettings } from '../types.ts';
import type { RegisteredServerEntry, RegistrationRefusal, ServerRegistered } from './described-answers.ts';

/** To a registration that was accepted, or found (`exists`). */
export function registeredAnswer(
  { verdict, server }: Registered,
  settings: RegistrySettings,
): ServerRegistered {
  const { key, url } = server.record;
  const isPending = server.state === 'pending';
  const words = { registered: 'registered', revived: 'registered again', exists: 'already registered' };
  return {
    success: true,
    server_key: key,
    server_url: url,
    message: `Server ${words[verdict]} as ${key}${isPending ? ', waiting for approval' : ''}`,
    heartbeat: { interval: settings.heartbeatMs / 1000, lease: settings.leaseMs / 1000 },
    ...(verdict === 'revived' ? { revived: true } : {}),
    ...(verdict === 'exists' ? { already_registered: true } : {}),
    ...(isPending ? { status: 'pending' } : {}),
  };
}

/** To a registration of a URL that is taken. Clients read the key from the text (S0.1). */
export function takenAnswer(url: string, { record }: RegisteredServer): RegistrationRefusal {
  return {
    success: false,
    error: `Server with URL ${url} is already registered as ${record.key}`,
    error_code: 'REGISTRATION_ERROR',
    server_key: record.key,
  };
}

/** One server in a list, and in answers about it. */
export function serverEntry({
  record,
  state,
  lastHeartbeatAt,
  leaseLeftMs,
  problem,
}: RegisteredServer): RegisteredServerEntry {
  return {
    server_key: record.key,
    server_id: record.id,
    copy_number: record.copy,
    server_url: record.url,
    server_name: record.name ?? record.id,
    description: record.description,
    capabilities: [...record.capabilities],
    metadata: record.metadata,
    uuid: record.uuid,
    status: state,
    kind: record.endpoint?.kind ?? null,
    registered_at: isoTime(record.registeredAt),
    last_heartbeat: lastHeartbeatAt === null ? null : isoTime(lastHeartbeatAt),
    lease_remaining: Math.round(leaseLeftMs / 1000),
    problem,
  };
}

/** Epoch milliseconds as the wire has times. */
export function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
