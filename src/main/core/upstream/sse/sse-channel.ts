// One open stream of an HTTP+SSE server (MCP 2024-11-05, basic/transports): what the server says comes on it, what we say is
// POSTed to the address that it names first. Never POSTs to another origin. Knows nothing of requests and sessions.
import { AppError, toAppError } from '../../../../shared/errors.ts';
import { deferred } from '../../deferred.ts';
import type { Logger } from '../../ports.ts';
import { scanLine } from '../../relay/wire/line.ts';
import { MessageError, type Message } from '../../relay/wire/message.ts';
import { isEventStream, readEvents } from '../http/event-reader.ts';
import type { HttpTransport, SessionHeaders } from '../http/transport.ts';

export interface SseChannelOptions {
  /** To the address of the stream. */
  readonly transport: HttpTransport;
  readonly logger: Logger;
  readonly onMessage: (message: Message) => void;
  /** Of whoever gets the messages. */
  readonly room: () => Promise<void> | null;
  /** The stream broke off or was ended by the server; not called after `close`. */
  readonly onLost: (error: AppError) => void;
}

const withoutSession: SessionHeaders = { sessionId: null, protocolVersion: null };
/** Of the body of an answer to a POST, where nothing is of use, in bytes. */
const uselessBytes = 16_384;

export class SseChannel {
  private readonly options: SseChannelOptions;
  private readonly ending = new AbortController();
  private readonly endpoint = deferred<HttpTransport>();
  private isOpen = false;

  /** Begins to open. */
  constructor(options: SseChannelOptions) {
    this.options = options;
    // Whoever needs it awaits it; a failure that nobody awaits is no crash.
    this.endpoint.promise.catch(() => undefined);
    void this.read();
  }

  /** Resolves when the server has taken the message. Rejects with AppError; `details.httpStatus` where it refused. */
  async post(message: Buffer, protocolVersion: string | null, signal: AbortSignal): Promise<void> {
    const transport = await this.endpoint.promise;
    const answer = await transport.post(message, { sessionId: null, protocolVersion }, signal);
    if (answer.statusCode >= 300) throw await transport.refused(answer);
    answer.body.dump({ limit: uselessBytes, signal }).catch(() => undefined);
  }

  close(): void {
    this.isOpen = false;
    this.endpoint.reject(this.ended());
    this.ending.abort();
  }

  private async read(): Promise<void> {
    const { transport } = this.options;
    try {
      const answer = await transport.listen(withoutSession, null, this.ending.signal);
      if (answer.statusCode !== 200) throw await transport.refused(answer);
      if (!isEventStream(answer)) throw noStream(transport.name);
      await readEvents(
        transport,
        answer,
        { lastEventId: null, retryMs: null },
        (bytes) => this.receive(bytes),
        () => this.ending.signal.aborted,
        {
          room: this.options.room,
          onOther: (event, data) => {
            if (event === 'endpoint') this.found(data);
          },
        },
      );
      throw this.ended();
    } catch (error) {
      this.lost(toAppError(error));
    }
  }

  private found(reference: string): void {
    const { name, url } = this.options.transport;
    const endpoint = URL.canParse(reference, url) ? new URL(reference, url) : null;
    if (endpoint?.origin !== new URL(url).origin) {
      throw new AppError(
        'UPSTREAM_ERROR',
        `"${name}" wants messages sent to ${endpoint === null ? 'no address' : endpoint.origin}, which is not where it is.`,
        {
          details: { server: name },
          expected: 'Configure the address under which it can be reached itself.',
        },
      );
    }
    this.isOpen = true;
    this.endpoint.resolve(this.options.transport.at(endpoint.href));
  }

  private receive(bytes: Buffer): void {
    try {
      for (const message of scanLine(bytes, (error) => this.skipped(error))) this.options.onMessage(message);
    } catch (error) {
      if (!(error instanceof MessageError)) throw error;
      this.skipped(error);
    }
  }

  private skipped({ message }: MessageError): void {
    const { logger, transport } = this.options;
    logger.warn(`"${transport.name}" sent an event that is no JSON-RPC message; skipped: ${message}`);
  }

  private lost(error: AppError): void {
    const wasOpen = this.isOpen;
    this.isOpen = false;
    this.endpoint.reject(error);
    if (wasOpen) this.options.onLost(error);
  }

  private ended(): AppError {
    const { name } = this.options.transport;
    return new AppError('SERVER_EXITED', `"${name}" ended its event stream.`, {
      details: { server: name },
      expected: 'Try again: the next request opens another.',
    });
  }
}

function noStream(name: string): AppError {
  return new AppError('UPSTREAM_ERROR', `"${name}" opens no event stream at its URL.`, {
    details: { server: name },
    expected: 'Check the URL; a Streamable HTTP server is of "type": "http".',
  });
}
