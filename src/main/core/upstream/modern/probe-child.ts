// Which era a command's server speaks, tried on a child of its own that is thrown away: some servers end on a request that
// they do not know (MCP 2026-07-28, basic/transports/stdio, backward compatibility).
import { toAppError } from '../../../../shared/errors.ts';
import type { Era } from '../../../../shared/state.ts';
import { deferred } from '../../deferred.ts';
import type { Supervisor, SupervisorEvents, SupervisorTiming } from '../../launcher/types.ts';
import type { Clock, Logger } from '../../ports.ts';
import type { ClientInfo } from '../../relay/types.ts';
import { requestMessage } from '../../relay/wire/edit.ts';
import { idText, scanIfMessage } from '../../relay/wire/message.ts';
import { discoverParams, isModernAnswer } from './discovered.ts';

export interface ChildProbeOptions {
  readonly name: string;
  readonly client: ClientInfo;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly supervise: (events: SupervisorEvents, timing: Partial<SupervisorTiming>) => Supervisor;
  /** Breaks it off. */
  readonly signal: AbortSignal;
}

/** A server that says nothing for so long, in milliseconds, does not know the question. */
const silenceMs = 5000;
/** It has done nothing yet that it would have to bring to an end. */
const hurry: Partial<SupervisorTiming> = { inputMs: 300, terminateMs: 300 };
const probeId = '"patchbay-discover"';

/**
 * 'legacy' also where nothing can be told: that is what is tried then. Resolves when the child is gone; never rejects.
 */
export async function probeChild(options: ChildProbeOptions): Promise<Era> {
  const { name, client, clock, logger, supervise, signal } = options;
  const { promise, resolve } = deferred<Era>();
  const cancel = clock.after(silenceMs, () => resolve('legacy'));
  signal.addEventListener('abort', () => resolve('legacy'), { once: true });
  const events: SupervisorEvents = {
    onSpawned: (child) => {
      child.write(requestMessage(probeId, 'server/discover', discoverParams(client)));
      return Promise.resolve();
    },
    onMessage: (line) => {
      const message = scanIfMessage(line);
      if (message === null || idText(message) !== probeId) return;
      if (message.kind === 'result' || message.kind === 'error')
        resolve(isModernAnswer(message) ? 'modern' : 'legacy');
    },
    onDrain: () => undefined,
    onEnded: () => resolve('legacy'),
    onStatus: () => undefined,
    wanted: () => false,
  };
  const supervisor = supervise(events, hurry);
  // Why it cannot be started, the real start tells.
  supervisor.start().catch(() => resolve('legacy'));
  const era = await promise;
  cancel();
  // Two of one kind at a time may get in each other's way.
  await supervisor.stop().catch((error: unknown) => logger.warn(toAppError(error).message));
  logger.debug(`"${name}" speaks the ${era} era.`);
  return era;
}
