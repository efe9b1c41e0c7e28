// A server as the hub has it: with what all servers share, and what is learnt of it kept for another run.
import { fingerprint } from './fingerprint.ts';
import type { HubOptions } from './hub-options.ts';
import type { ServerRuntimeOptions } from './server-runtime-options.ts';
import { ServerRuntime } from './server-runtime.ts';

export interface RuntimeHooks {
  /** Somebody waits for changes of the merged lists. */
  readonly isFollowed: () => boolean;
  /** What it offers is other than before, and kept. */
  readonly onLearnt: (runtime: ServerRuntime) => void;
}

/** Its maker closes it. */
export function makeRuntime(
  options: HubOptions,
  server: Pick<ServerRuntimeOptions, 'description' | 'open' | 'catalogue' | 'predecessor'>,
  { isFollowed, onLearnt }: RuntimeHooks,
): ServerRuntime {
  const { client, stateSeal, bounds, sessionIdleMs, requestMs, clock, logger, memory, onChange } = options;
  const { pinMemory, pinTools, ownedThings, pause } = options;
  const { config, name } = server.description;
  const runtime: ServerRuntime = new ServerRuntime({
    ...server,
    client,
    stateSeal,
    bounds,
    sessionIdleMs,
    requestMs,
    pinMemory,
    pinTools,
    ownedThings,
    pause,
    clock,
    logger,
    onChange,
    isFollowed,
    onOpened: (handshake) => {
      if (config !== null) memory.noteOpened(name, fingerprint(config), handshake);
    },
    onCatalogue: (learnt) => {
      if (config !== null) memory.save(name, fingerprint(config), learnt);
      onLearnt(runtime);
    },
    onCrashed: ({ message }) => memory.noteCrash(name, message),
  });
  return runtime;
}
