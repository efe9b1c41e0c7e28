// An exchange whose call is recorded, for requests that the gateway does not count: its own, and subscriptions.
import { isErrorAnswer } from '../relay/error-answer.ts';
import { sameStream } from '../relay/exchanges.ts';
import type { Exchange, Link, Peer } from '../relay/types.ts';
import type { CallLog } from './call-log.ts';
import type { CallStart, RecordedCall } from './recorded-call.ts';

export interface RecordedExchange extends Exchange {
  /** Nobody waits for it any more, and nobody will answer it. */
  leave(): void;
}

/** Records the call that `exchange` is to answer; null while nothing is recorded. */
export function recordedExchange(
  log: CallLog | null,
  start: CallStart,
  exchange: Exchange,
): { readonly exchange: RecordedExchange; readonly call: RecordedCall } | null {
  const { clock } = log ?? {};
  if (log === null || clock === undefined) return null;
  const startedAt = clock.monotonic();
  const call = log.begin(start, startedAt);
  if (call === null) return null;
  let open: RecordedCall | null = call;
  const end = (how: 'answered' | 'failed' | 'cancelled', answer: Buffer | null): void => {
    open?.finish(how, answer, clock.monotonic() - startedAt);
    // From now on it may be another call's.
    open = null;
  };
  return {
    call,
    exchange: {
      ...sameStream(exchange),
      goesTo: (server) => {
        open?.goesTo(server);
        exchange.goesTo?.(server);
      },
      send: (message) => {
        open?.note(message);
        exchange.send(message);
      },
      finish: (answer) => {
        end(isErrorAnswer(answer) ? 'failed' : 'answered', answer);
        exchange.finish(answer);
      },
      abandon: () => {
        end('cancelled', null);
        exchange.abandon();
      },
      leave: () => end('cancelled', null),
    },
  };
}

/** A link of Patchbay's own, on which every request but `initialize` is recorded; `onBegun` hears of each by its id. */
export function recordedLink(
  link: Link,
  {
    log,
    peer,
    target,
    onBegun,
  }: {
    readonly log: CallLog;
    readonly peer: Peer;
    readonly target: string | null;
    readonly onBegun?: (id: number) => void;
  },
): Link {
  return {
    request: (message, exchange) => {
      const start: CallStart = { message, caller: peer, door: 'own', target };
      const recorded = message.method === 'initialize' ? null : recordedExchange(log, start, exchange);
      if (recorded !== null) onBegun?.(recorded.call.id);
      link.request(message, recorded?.exchange ?? exchange);
    },
    notify: (message) => link.notify(message),
    close: () => link.close(),
  };
}
