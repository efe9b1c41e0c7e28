// The standalone stream of a server's session: opened after initialize, opened again whenever it ends, with back-off.
import type { Clock, Logger } from '../../ports.ts';
import { MessageError, scanMessage, type Message } from '../../relay/wire/message.ts';
import { isEventStream, readEvents, type StreamPosition } from './event-reader.ts';
import { isLostSession } from './http-call.ts';
import { waitToResume } from './retry.ts';
import type { HttpAnswer, HttpTransport, SessionHeaders } from './transport.ts';

export interface StandaloneOptions {
  readonly transport: HttpTransport;
  readonly session: SessionHeaders;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Aborts when the session is left. */
  readonly signal: AbortSignal;
  readonly onMessage: (message: Message) => void;
  /** Of whoever gets the messages. */
  readonly room: () => Promise<void> | null;
  /** The server, which had offered the stream, no longer knows the session. */
  readonly onLost: () => void;
  readonly onReached: () => void;
  readonly onFailure: (error: unknown) => void;
}

const firstWaitMs = 1000;
const longestWaitMs = 30_000;

/** Resolves when the server offers no such stream, the session is lost or `signal` aborts. Never rejects. */
export async function listenStandalone(options: StandaloneOptions): Promise<void> {
  const { transport, session, signal, clock } = options;
  const position: StreamPosition = { lastEventId: null, retryMs: null };
  let waitMs = firstWaitMs;
  let wasOpen = false;
  while (!signal.aborted) {
    try {
      const answer = await transport.listen(session, position.lastEventId, signal);
      if (answer.statusCode === 200 && isEventStream(answer)) {
        wasOpen = true;
        options.onReached();
        const onEvent = (bytes: Buffer): void => {
          // A stream that ends at once, each time, is opened less and less often.
          waitMs = firstWaitMs;
          receive(bytes, options);
        };
        await readEvents(transport, answer, position, onEvent, () => signal.aborted, { room: options.room });
      } else if (await isOver(answer, wasOpen, options)) {
        return;
      }
    } catch (error) {
      if (signal.aborted) return;
      options.onFailure(error);
      options.logger.debug(`The event stream of "${transport.name}" broke: ${String(error)}`);
    }
    await waitToResume(position, waitMs, clock, waitMs > firstWaitMs ? waitMs : undefined);
    waitMs = Math.min(waitMs * 2, longestWaitMs);
  }
}

/** 405: there is no such stream. 404 may mean that as well; only where there was one it means a lost session. */
async function isOver(answer: HttpAnswer, wasOpen: boolean, options: StandaloneOptions): Promise<boolean> {
  const body = await options.transport.readBody(answer);
  if (wasOpen && isLostSession(answer.statusCode, body, options.session)) options.onLost();
  return answer.statusCode < 500;
}

function receive(bytes: Buffer, { onMessage, logger, transport }: StandaloneOptions): void {
  try {
    onMessage(scanMessage(bytes));
  } catch (error) {
    if (!(error instanceof MessageError)) throw error;
    logger.warn(`"${transport.name}" sent an event that is no JSON-RPC message; skipped: ${error.message}`);
  }
}
