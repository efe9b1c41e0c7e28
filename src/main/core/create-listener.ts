// The gateway's listener in front of the parts that answer. Only wiring.
import type { ServerView } from '../../shared/state.ts';
import { GatewayListener } from './gateway/listener.ts';
import type { ListenerOptions } from './gateway/listener-options.ts';
import type { Ground } from './ground.ts';
import { openAccess } from './relay/access.ts';
import type { Sessions } from './relay/sessions.ts';
import type { registryParts } from './registry/from-config.ts';
import type { Registry } from './registry/registry.ts';
import type { ServerHub } from './servers/hub.ts';
import { viewServer } from './servers/view.ts';

export interface ListenerParts extends Pick<
  ListenerOptions,
  'overrides' | 'tokens' | 'meter' | 'callLog' | 'metrics' | 'onChange'
> {
  readonly version: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly ground: Pick<Ground, 'config' | 'bounds' | 'audit' | 'clock' | 'logger'>;
  readonly hub: ServerHub;
  readonly sessions: Sessions;
  readonly registry: Registry;
  readonly registration: ReturnType<typeof registryParts>;
  readonly announcement: ListenerOptions['commands']['announcement'];
  readonly servers: () => readonly ServerView[];
}

/** Does not listen yet. */
export function createListener(parts: ListenerParts): GatewayListener {
  const { version, startedAt, ground, hub, sessions, registry, registration, announcement, servers } = parts;
  const { config, bounds, audit, clock, logger } = ground;
  const { overrides, tokens, meter, callLog, metrics, onChange } = parts;
  const now = (): number => clock.now();
  const listener: GatewayListener = new GatewayListener({
    config: () => config.current,
    overrides,
    tokens,
    isNamed: (server, names) => hub.isNamed(server, names),
    sessions,
    requireServer: (name) => void hub.find(name),
    modern: (target, access) => {
      const seen = hub.seenBy(access);
      return target === null ? seen.modernAll() : seen.modern(target);
    },
    health: {
      version,
      startedAt,
      now,
      sessions: () => sessions.size,
      servers,
      server: (name) => viewServer(hub.find(name), listener.url, now()),
    },
    commands: { version, startedAt, now, servers, announcement },
    bounds,
    meter,
    ...(callLog === undefined ? {} : { callLog }),
    metrics,
    registration: {
      ...registration,
      registry,
      onClientGone: (id, { caller }) => void sessions.withdraw(id, caller?.access ?? openAccess),
    },
    audit,
    clock,
    logger,
    platform: process.platform,
    onChange,
  });
  return listener;
}
