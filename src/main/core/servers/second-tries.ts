// Requests of one client that only read, and that their server did not get: sent again after the pause that their error
// names, where that ends within their time.
import type { Clock } from '../ports.ts';
import { endingIn } from '../relay/exchanges.ts';
import type { Exchange } from '../relay/types.ts';
import { sendAgainAfterMs } from '../relay/undelivered.ts';

export interface SecondTry {
  /** The exchange to send it with. */
  readonly exchange: Exchange;
  /** Nobody waits any more: it is not sent again. True: it was about to be. */
  readonly cancel: () => boolean;
}

/**
 * `timeoutMs`: how long it may take in all; null for a request that is not to be sent again. `send` sends it with the
 * exchange that it is given.
 */
export function secondTry(
  clock: Clock,
  exchange: Exchange,
  timeoutMs: number | null,
  send: (exchange: Exchange) => void,
  onEnd: () => void,
): SecondTry {
  if (timeoutMs === null) return { exchange, cancel: () => false };
  const deadline = clock.monotonic() + timeoutMs;
  let cancelWait: (() => void) | null = null;
  const finish = (answer: Buffer): void => {
    const waitMs = sendAgainAfterMs(answer);
    if (waitMs === null || clock.monotonic() + waitMs >= deadline) {
      onEnd();
      exchange.finish(answer);
      return;
    }
    cancelWait = clock.after(waitMs, () => {
      cancelWait = null;
      send(trying);
    });
  };
  const trying = endingIn(exchange, finish, () => {
    onEnd();
    exchange.abandon();
  });
  return {
    exchange: trying,
    cancel: () => {
      if (cancelWait === null) return false;
      cancelWait();
      cancelWait = null;
      trying.abandon();
      return true;
    },
  };
}
