// What a new configuration means for the servers of the old one.
import { isDeepStrictEqual } from 'node:util';
import type { ServerConfig } from './types.ts';

/** Every name of both configurations, in one of five lists. */
export interface ServerChanges {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Something changed that takes a new start: command, address, environment, switched on or off … */
  readonly restart: readonly string[];
  /** Only what can be taken over while running changed: `tools`, `pinTools`, `toolTimeoutSeconds`. */
  readonly update: readonly string[];
  readonly unchanged: readonly string[];
}

type Servers = ReadonlyMap<string, ServerConfig>;

/** Compares by name and by value; the order of servers and of keys means nothing. */
export function diffServers(previous: Servers, next: Servers): ServerChanges {
  const kept = [...next.values()].flatMap((server) => {
    const before = previous.get(server.name);
    return before === undefined ? [] : [{ name: server.name, change: changeOf(before, server) }];
  });
  const named = (change: Change): readonly string[] =>
    kept.filter((server) => server.change === change).map(({ name }) => name);
  return {
    added: [...next.keys()].filter((name) => !previous.has(name)),
    removed: [...previous.keys()].filter((name) => !next.has(name)),
    restart: named('restart'),
    update: named('update'),
    unchanged: named('unchanged'),
  };
}

type Change = 'restart' | 'update' | 'unchanged';

function changeOf(before: ServerConfig, after: ServerConfig): Change {
  if (isDeepStrictEqual(before, after)) return 'unchanged';
  return isDeepStrictEqual(fixedPart(before), fixedPart(after)) ? 'update' : 'restart';
}

/** `secrets` follow from the rest. */
function fixedPart({
  tools: _tools,
  pinTools: _pinTools,
  toolTimeoutSeconds: _seconds,
  secrets: _secrets,
  ...rest
}: ServerConfig): unknown {
  return rest;
}
