// Pushes the contract's events to the window while it asks for them: the newest state, coalesced, log lines in batches,
// and playgrounds' news as they come. Holds no more than one batch.
import { coalesce } from './coalesce.ts';
import { eventChannels } from '../../shared/window-bridge.ts';
import type { EventName } from '../../shared/contract.ts';
import type { LogLine } from '../../shared/state.ts';
import type { Clock } from '../core/ports.ts';
import type { ContractHost } from '../core/types.ts';

export interface EventPushOptions {
  readonly host: Pick<ContractHost, 'state' | 'logs' | 'playground'>;
  readonly clock: Clock;
  readonly send: (channel: string, value: unknown) => void;
}

export interface EventPush {
  /** `state` is sent at once, also when it was subscribed to before. */
  readonly subscribe: (event: EventName) => void;
  readonly unsubscribe: (event: EventName) => void;
  /** The page has gone or loads anew: nobody listens. */
  readonly reset: () => void;
}

const stateEveryMs = 50;
const logsEveryMs = 100;
/** More lines than this in one batch: the oldest are dropped, which the gap in `seq` tells. */
const linesInBatch = 5000;

export function createEventPush({ host, clock, send }: EventPushOptions): EventPush {
  const running = new Map<EventName, () => void>();

  const startState = (): (() => void) => {
    const push = coalesce(clock, stateEveryMs, () => send(eventChannels.state, host.state.get()));
    const unsubscribe = host.state.subscribe(() => push());
    return () => {
      unsubscribe();
      push.cancel();
    };
  };

  const startLogs = (): (() => void) => {
    let waiting: LogLine[] = [];
    const push = coalesce(clock, logsEveryMs, () => {
      const lines = waiting;
      waiting = [];
      send(eventChannels.logs, lines);
    });
    const unsubscribe = host.logs.subscribe((lines) => {
      waiting = [...waiting, ...lines].slice(-linesInBatch);
      push();
    });
    return () => {
      unsubscribe();
      push.cancel();
    };
  };

  const starts: Readonly<Record<EventName, () => () => void>> = {
    state: startState,
    logs: startLogs,
    // As few as somebody reads: a session tells once until it is read.
    playground: () => host.playground.subscribe((news) => send(eventChannels.playground, news)),
  };

  const unsubscribe = (event: EventName): void => {
    running.get(event)?.();
    running.delete(event);
  };

  return {
    subscribe: (event) => {
      if (!running.has(event)) running.set(event, starts[event]());
      if (event === 'state') send(eventChannels.state, host.state.get());
    },
    unsubscribe,
    reset: () => {
      for (const event of running.keys()) unsubscribe(event);
    },
  };
}
