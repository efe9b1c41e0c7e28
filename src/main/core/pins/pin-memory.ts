// Accepted tools in the registry file, by server. Those of servers that registered themselves outlive the registration: who
// leaves and comes back with other tools has changed them.
import { describeError } from '../../../shared/errors.ts';
import type { Logger } from '../ports.ts';
import type { Store } from '../store/store.ts';
import type { PinMemory } from './tool-pins.ts';

/** The newest so many servers. */
const most = 1000;

export function pinMemory(store: Store, logger: Logger): PinMemory {
  return {
    load: (server) => store.get().toolPins?.find((pins) => pins.server === server)?.tools ?? null,
    save: (server, tools) => {
      store
        .update((document) => {
          const others = (document.toolPins ?? []).filter((pins) => pins.server !== server);
          return { ...document, toolPins: [...others, { server, tools: [...tools] }].slice(-most) };
        })
        .catch((error: unknown) =>
          logger.warn(`Which tools of "${server}" are accepted could not be kept. ${describeError(error)}`),
        );
    },
  };
}

/** For tests and other parts that need none: forgets with the object. */
export function shortMemory(): PinMemory {
  const kept = new Map<string, Parameters<PinMemory['save']>[1]>();
  return {
    load: (server) => kept.get(server) ?? null,
    save: (server, tools) => void kept.set(server, tools),
  };
}
