// Pushes the contract's events to the window while it asks for them: the newest state, coalesced,
// and log lines in batches. Holds no more than one batch.
import { coalesce } from './coalesce.ts';
import { eventChannels } from '../../shared/window-bridge.ts';
import type { EventName } from '../../shared/contract.ts';
import type { LogLine } from '../../shared/state.ts';
import type { Clock } from '../core/ports.ts';
import type { ContractHost } from '../core/types.ts';

export interface EventPushOptions {
  readonly host: Pick<ContractHost, 'state' | 'logs'>;
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

  const unsubscribe = (event: EventName): void => {
    running.get(event)?.();
    running.delete(event);
  };

  return {
    subscribe: (event) => {
      if (!running.has(event)) running.set(event, event === 'state' ? startState() : startLogs());
      if (event === 'state') send(eventChannels.state, host.state.get());
    },
    unsubscribe,
    reset: () => {
      for (const event of running.keys()) unsubscribe(event);
    },
  };
}
