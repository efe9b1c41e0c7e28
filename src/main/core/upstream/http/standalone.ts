// The standalone stream of a server's session: opened after initialize, opened again whenever it ends, with back-off.
import type { Clock, Logger } from '../../ports.ts';
import { MessageError, scanMessage, type Message } from '../../relay/wire/message.ts';
import { isEventStream, readEvents, type StreamPosition } from './event-reader.ts';
import type { HttpTransport, SessionHeaders } from './transport.ts';

export interface StandaloneOptions {
  readonly transport: HttpTransport;
  readonly session: SessionHeaders;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly signal: AbortSignal;
  /** False once the session was replaced by a newer one. */
  readonly isCurrent: (session: SessionHeaders) => boolean;
  readonly onMessage: (message: Message) => void;
}

const firstWaitMs = 1000;
const longestWaitMs = 30_000;

/** Resolves when the server offers no such stream, the session is replaced or `signal` aborts. Never rejects. */
export async function listenStandalone(options: StandaloneOptions): Promise<void> {
  const { transport, session, signal, clock } = options;
  const position: StreamPosition = { lastEventId: null, retryMs: null };
  let waitMs = firstWaitMs;
  while (!signal.aborted && options.isCurrent(session)) {
    try {
      const answer = await transport.listen(session, position.lastEventId, signal);
      if (answer.statusCode !== 200 || !isEventStream(answer)) {
        await answer.body.dump();
        // 405: no such stream. 404: the session is gone, which the next request finds out and mends.
        if (answer.statusCode < 500) return;
      } else {
        await readEvents(transport, answer, position, (bytes) => receive(bytes, options));
        waitMs = firstWaitMs;
      }
    } catch (error) {
      if (!signal.aborted)
        options.logger.debug(`The event stream of "${transport.name}" broke: ${String(error)}`);
    }
    if (signal.aborted) return;
    await new Promise<void>((resolve) => clock.after(position.retryMs ?? waitMs, resolve));
    waitMs = Math.min(waitMs * 2, longestWaitMs);
  }
}

function receive(bytes: Buffer, { onMessage, logger, transport }: StandaloneOptions): void {
  try {
    onMessage(scanMessage(bytes));
  } catch (error) {
    if (!(error instanceof MessageError)) throw error;
    logger.warn(`"${transport.name}" sent an event that is no JSON-RPC message; skipped: ${error.message}`);
  }
}
