// Reads a server's event stream into messages, remembering where to resume (MCP basic/transports, resumability).
import { createParser } from 'eventsource-parser';
import type { HttpAnswer, HttpTransport } from './transport.ts';

/** Where a stream stands; kept by the caller over several connections. */
export interface StreamPosition {
  lastEventId: string | null;
  /** The server's wish for the wait before reconnecting, in milliseconds. */
  retryMs: number | null;
}

export interface ReadOptions {
  /** Told of each event of another name. */
  readonly onOther?: (event: string, data: string) => void;
  /** Where the messages go. While it has none, nothing is read, and so the server is told to wait. */
  readonly room?: () => Promise<void> | null;
}

/**
 * Calls back with each message until `isDone`; resolves when the stream ends, rejects with AppError when it breaks or
 * grows too large.
 */
export async function readEvents(
  transport: HttpTransport,
  answer: HttpAnswer,
  position: StreamPosition,
  onMessage: (message: Buffer) => void,
  isDone: () => boolean,
  { onOther, room }: ReadOptions = {},
): Promise<void> {
  let tooLarge = false;
  const parser = createParser({
    maxBufferSize: transport.maxMessageBytes,
    onId: (id) => {
      if (id !== '') position.lastEventId = id;
    },
    onEvent: ({ event, data }) => {
      if (event !== undefined && event !== 'message') onOther?.(event, data);
      else if (data !== '') onMessage(Buffer.from(data));
    },
    onRetry: (ms) => {
      position.retryMs = ms;
    },
    onError: ({ type }) => {
      tooLarge ||= type === 'max-buffer-size-exceeded';
    },
  });
  const decoder = new TextDecoder();
  try {
    for await (const chunk of answer.body) {
      parser.feed(decoder.decode(chunk as Uint8Array, { stream: true }));
      if (tooLarge) throw transport.tooLarge();
      // Leaving the loop ends the connection, which some servers would keep open for ever.
      if (isDone()) return;
      await room?.();
      if (isDone()) return;
    }
  } catch (error) {
    throw transport.unreachable(error);
  }
}

/** Whether the answer is an event stream. */
export function isEventStream(answer: HttpAnswer): boolean {
  return hasType(answer, 'text/event-stream');
}

/** Whether the body is of this media type, whatever its parameters; types have no case (RFC 9110, section 8.3.1). */
export function hasType({ headers }: HttpAnswer, type: string): boolean {
  const [found = ''] = String(headers['content-type'] ?? '').split(';');
  return found.trim().toLowerCase() === type;
}
