// One message to a Streamable HTTP server and all that comes of it, until its answer is here: a JSON body, or an event
// stream that is resumed where it breaks off (MCP basic/transports). A session that the server lost is opened anew.
import { AppError } from '../../../../shared/errors.ts';
import { isRecord } from '../../../../shared/is-record.ts';
import type { Clock, Logger } from '../../ports.ts';
import { withId } from '../../relay/wire/edit.ts';
import { scanLine } from '../../relay/wire/line.ts';
import {
  idText,
  MessageError,
  parseAt,
  scanIfMessage,
  scanMessage,
  type Message,
} from '../../relay/wire/message.ts';
import { hasType, isEventStream, readEvents, type StreamPosition } from './event-reader.ts';
import { openingAnswer } from './opening-answer.ts';
import { waitToResume } from './retry.ts';
import type { HttpSession } from './http-session.ts';
import type { HttpAnswer, HttpTransport, SessionHeaders } from './transport.ts';

export interface CallOptions {
  readonly transport: HttpTransport;
  readonly session: HttpSession;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly message: Message;
  readonly signal: AbortSignal;
  /** Whether a session may be opened anew for it. */
  readonly mayReopen: boolean;
  /** Still waited for: neither answered nor cancelled nor out of time. */
  readonly isOpen: () => boolean;
  readonly onMessage: (message: Message) => void;
  /** Of whoever gets the messages. */
  readonly room: () => Promise<void> | null;
  /** The server answers on an event stream. */
  readonly onStream: () => void;
  /** It has ended the stream for now, in good order. */
  readonly onPause: () => void;
}

/** The wait before resuming a stream whose server named none, in milliseconds. */
const usualRetryMs = 1000;

/** Resolves when the answer has been handed to `onMessage`, or is no longer waited for. Rejects with AppError. */
export async function performCall(options: CallOptions): Promise<void> {
  const { transport, session, message, signal, isOpen } = options;
  const used = session.headers;
  const answer =
    message.method === 'initialize'
      ? await openingAnswer(options, message.bytes, used)
      : await transport.post(message.bytes, used, signal);
  if (answer.statusCode >= 300) {
    const body = await transport.readBody(answer);
    if (options.mayReopen && isLostSession(answer.statusCode, body, used)) {
      await session.reopen(used);
      if (isOpen()) await performCall({ ...options, mayReopen: false });
      return;
    }
    options.onMessage(ownError(answer, body, options));
    return;
  }
  if (message.method === 'initialize') session.answered(answer);
  if (isEventStream(answer)) await followStream(answer, used, options);
  else receive(await transport.readBody(answer), options);
  if (isOpen()) {
    throw new AppError(
      'UPSTREAM_ERROR',
      `"${transport.name}" ended its answer to ${message.method} without a result.`,
      { details: { server: transport.name } },
    );
  }
}

/** Reads the answer's stream; where it ends too early and can be resumed, goes on with it. */
async function followStream(first: HttpAnswer, used: SessionHeaders, options: CallOptions): Promise<void> {
  const { transport, clock, message, signal, isOpen } = options;
  const headers = message.method === 'initialize' ? options.session.headers : used;
  const position: StreamPosition = { lastEventId: null, retryMs: null };
  options.onStream();
  for (let answer = first; ;) {
    try {
      await readEvents(
        transport,
        answer,
        position,
        (bytes) => receiveEvent(bytes, options),
        () => !isOpen(),
        { room: options.room },
      );
    } catch (error) {
      if (position.lastEventId === null || signal.aborted || !isBroken(error)) throw error;
    }
    if (!isOpen() || position.lastEventId === null) return;
    options.onPause();
    await waitToResume(position, usualRetryMs, clock);
    if (!isOpen()) return;
    answer = await transport.listen(headers, position.lastEventId, signal);
    if (answer.statusCode !== 200 || !isEventStream(answer)) throw await transport.refused(answer);
  }
}

function isBroken(error: unknown): boolean {
  return error instanceof AppError && error.code === 'SERVER_FAILED';
}

/** A body is the answer, or nothing is. */
function receive(bytes: Buffer, options: CallOptions): void {
  const { transport, onMessage } = options;
  try {
    for (const message of scanLine(bytes, (error) => skipped(error, options))) onMessage(message);
  } catch (error) {
    if (!(error instanceof MessageError)) throw error;
    throw new AppError(
      'UPSTREAM_ERROR',
      `"${transport.name}" answered with something that is no JSON-RPC message.`,
      { details: { server: transport.name } },
    );
  }
}

/** After an event that cannot be read the answer may still come. */
function receiveEvent(bytes: Buffer, options: CallOptions): void {
  try {
    for (const message of scanLine(bytes, (error) => skipped(error, options))) options.onMessage(message);
  } catch (error) {
    if (!(error instanceof MessageError)) throw error;
    skipped(error, options);
  }
}

function skipped({ message }: MessageError, { transport, logger }: CallOptions): void {
  logger.warn(`"${transport.name}" sent something that is no JSON-RPC message; skipped: ${message}`);
}

/** Some servers, the SDK's own examples among them, answer 400 instead of 404. */
export function isLostSession(status: number, body: Buffer, used: SessionHeaders): boolean {
  if (used.sessionId === null) return false;
  if (status === 404) return true;
  const message = status === 400 ? scanIfMessage(body) : null;
  const error = message?.kind === 'error' ? parseAt(message.bytes, message.body) : null;
  return isRecord(error) && error['code'] === -32_000 && /session/i.test(String(error['message']));
}

/** The server's own JSON-RPC error in the body of an HTTP error. Throws AppError when there is none. */
function ownError(answer: HttpAnswer, body: Buffer, options: CallOptions): Message {
  const { statusCode } = answer;
  const message =
    hasType(answer, 'application/json') &&
    ![401, 403].includes(statusCode) &&
    !options.transport.wantsPause(statusCode)
      ? scanIfMessage(body)
      : null;
  if (message?.kind !== 'error' || message.id === null) {
    throw options.transport.statusError(statusCode, body.toString('utf8'));
  }
  return scanMessage(withId(message, idText(options.message)));
}
