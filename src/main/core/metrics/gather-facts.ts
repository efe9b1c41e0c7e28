// The facts that metrics tell, gathered from the parts that know them. Asked when somebody looks, and only then.
import type { RegistrationState } from '../../../shared/registrations.ts';
import type { CallLog } from '../call-log/call-log.ts';
import type { Registry } from '../registry/registry.ts';
import type { Sessions } from '../relay/sessions.ts';
import type { ServerHub } from '../servers/hub.ts';
import type { GatewayFacts, ServerFacts } from './facts.ts';

export interface FactSources {
  readonly version: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly sessions: Sessions;
  readonly hub: ServerHub;
  readonly registry: Registry;
  readonly callLog: Pick<CallLog, 'size' | 'keptBytes'>;
  readonly load: () => Pick<GatewayFacts, 'connections' | 'streams' | 'listenStreams'>;
}

export function gatherFacts({
  version,
  startedAt,
  sessions,
  hub,
  registry,
  callLog,
  load,
}: FactSources): GatewayFacts {
  let keptBytes = 0;
  for (const { streams } of sessions.all()) keptBytes += streams.load.bytes;
  const registered = new Map<RegistrationState, number>([
    ['pending', 0],
    ['healthy', 0],
    ['stale', 0],
    ['offline', 0],
  ]);
  for (const { state } of registry.servers.all()) registered.set(state, (registered.get(state) ?? 0) + 1);
  const servers = hub.all().map(({ name, status, links, modern }): ServerFacts => {
    const { restarts, circuit, waitingBytes = 0, silentSince } = status;
    return {
      name,
      status: status.status,
      circuit,
      restarts,
      sessions: links.size,
      waitingBytes,
      parkedCalls: modern.parkedCalls,
      isSilent: silentSince !== null,
    };
  });
  return {
    ...load(),
    version,
    startedAt: startedAt / 1000,
    sessions: sessions.size,
    keptBytes,
    recordedCalls: callLog.size,
    recordedBytes: callLog.keptBytes,
    servers,
    registered,
    registeredClients: registry.clients.all().length,
  };
}
