// HTTP towards one Streamable HTTP server: builds the requests, reads the answers, turns failures into AppErrors that
// name server and cause. Leaves the configured origin never, and forwards no header of the client (MCP basic/transports).
import type { Dispatcher } from 'undici';
import { AppError } from '../../../../shared/errors.ts';
import { redactText } from '../../../../shared/redact.ts';
import type { Bounds } from '../../bounds/bounds.ts';
import { markWhole } from '../../give-back.ts';
import type { HttpServerConfig } from '../../config/types.ts';
import type { Breaker } from '../breaker.ts';
import { maxRedirects, sameOriginTarget } from './redirects.ts';
import { wantedPauseMs } from './retry.ts';
import { advice, saidIn } from './status-words.ts';
import { costOf, isNobodyThere, unreachable } from './unreachable.ts';

export interface HttpTransportOptions {
  readonly config: HttpServerConfig;
  readonly dispatcher: Dispatcher;
  readonly maxMessageBytes: number;
  readonly bounds?: Bounds;
  /** Every request asks it. Absent: whatever fails may be tried at once. */
  readonly breaker?: Breaker;
}

/** What identifies us to the server within a session. */
export interface SessionHeaders {
  readonly sessionId: string | null;
  readonly protocolVersion: string | null;
}

/** Before there is one, and in the modern era. */
export const noSession: SessionHeaders = { sessionId: null, protocolVersion: null };

export type HttpAnswer = Dispatcher.ResponseData;

export class HttpTransport {
  readonly name: string;
  readonly maxMessageBytes: number;
  private readonly options: HttpTransportOptions;

  /** Names in lower case, so that none is sent twice. */
  private readonly configured: Readonly<Record<string, string>>;
  /** Where the last request went. */
  private place: { readonly url: string; readonly origin: string; readonly path: string } | null = null;

  constructor(options: HttpTransportOptions) {
    this.options = options;
    this.name = options.config.name;
    this.maxMessageBytes = options.maxMessageBytes;
    const entries = Object.entries(options.config.headers);
    this.configured = Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), value]));
  }

  get url(): string {
    return this.options.config.url;
  }

  /** The same server under another address of its own. */
  at(url: string): HttpTransport {
    return new HttpTransport({ ...this.options, config: { ...this.options.config, url } });
  }

  /** Sends one message. Rejects with AppError when the server cannot be reached; any HTTP status is an answer. */
  async post(message: Buffer, session: SessionHeaders, signal: AbortSignal): Promise<HttpAnswer> {
    return this.send('POST', session, signal, { 'content-type': 'application/json' }, message);
  }

  /** Sends one message of the modern era, which knows no session; `headers` mirror what the body says. */
  async postModern(
    message: Buffer,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<HttpAnswer> {
    return this.send('POST', noSession, signal, { 'content-type': 'application/json', ...headers }, message);
  }

  /** Opens the standalone stream, or resumes the one that `lastEventId` belongs to. */
  async listen(
    session: SessionHeaders,
    lastEventId: string | null,
    signal: AbortSignal,
  ): Promise<HttpAnswer> {
    return this.send('GET', session, signal, lastEventId === null ? {} : { 'last-event-id': lastEventId });
  }

  /** Ends the session at the server. */
  async end(session: SessionHeaders, signal: AbortSignal): Promise<void> {
    const answer = await this.send('DELETE', session, signal, {});
    await answer.body.dump();
  }

  /** The whole body. Rejects with MESSAGE_TOO_LARGE past the limit, UPSTREAM_ERROR when it is cut off. */
  async readBody(answer: HttpAnswer): Promise<Buffer> {
    const parts: Buffer[] = [];
    let size = 0;
    try {
      // Nearly all say how long they are, and a loop over a stream costs as much as all else here.
      if (Number(answer.headers['content-length']) <= this.maxMessageBytes) {
        const bytes = await answer.body.bytes();
        return markWhole(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
      }
      for await (const chunk of answer.body) {
        const part = chunk as Buffer;
        size += part.length;
        if (size > this.maxMessageBytes) throw this.tooLarge();
        parts.push(part);
      }
    } catch (error) {
      throw this.unreachable(error);
    }
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
  }

  /** An answer that is no success, as an error for people. Reads the body. */
  async refused(answer: HttpAnswer): Promise<AppError> {
    const text = await this.readBody(answer).then(
      (body) => body.toString('utf8'),
      () => '',
    );
    return this.statusError(answer.statusCode, text);
  }

  /** An HTTP error status, with what the body says, as an error for people. */
  statusError(status: number, body: string): AppError {
    const said = redactText(saidIn(body), this.options.config.secrets);
    const error = this.refusal(status, said);
    return this.wantsPause(status) ? (this.options.breaker?.withPause(error) ?? error) : error;
  }

  /** Whether an answer of this status asks to be left alone for a while, rather than being about one request. */
  wantsPause(status: number): boolean {
    return (status === 429 || status === 503) && this.options.breaker?.isPaused === true;
  }

  private refusal(status: number, said: string): AppError {
    const expected = advice(status);
    return new AppError('UPSTREAM_ERROR', `"${this.name}" answered HTTP ${status}${said}.`, {
      details: { server: this.name, httpStatus: status },
      ...(expected === undefined ? {} : { expected }),
    });
  }

  /** A failed connection as an error for people; AppErrors stay as they are. */
  unreachable(error: unknown): AppError {
    if (error instanceof AppError) return error;
    return unreachable(error, {
      name: this.name,
      origin: this.origin(),
      trustKey: this.options.config.trustKey,
    });
  }

  tooLarge(): AppError {
    const lost = `an answer of "${this.name}" was longer, and is lost.`;
    this.options.bounds?.reached('messageBytes', lost);
    return new AppError(
      'MESSAGE_TOO_LARGE',
      `An answer of "${this.name}" is larger than gateway.maxMessageBytes (${this.maxMessageBytes}).`,
      { details: { server: this.name } },
    );
  }

  /** We ask for nothing compressed and unpack nothing: a few bytes could become any number. */
  private requirePlain(answer: HttpAnswer): HttpAnswer {
    const encoding = String(answer.headers['content-encoding'] ?? 'identity')
      .trim()
      .toLowerCase();
    if (encoding === 'identity' || encoding === '') return answer;
    // Whoever reads it would hear of that; nobody does.
    answer.body.on('error', () => undefined).destroy();
    throw new AppError(
      'UPSTREAM_ERROR',
      `"${this.name}" answered with content-encoding ${JSON.stringify(encoding.slice(0, 40))}, although it was asked for none.`,
      { details: { server: this.name }, expected: 'Let it answer uncompressed where the request says so.' },
    );
  }

  private placeOf(url: string): Pick<Dispatcher.RequestOptions, 'origin' | 'path'> {
    if (this.place?.url !== url) {
      const { origin, pathname, search } = new URL(url);
      this.place = { url, origin, path: pathname + search };
    }
    const { origin, path } = this.place;
    return { origin, path };
  }

  private origin(): string {
    const { url } = this.options.config;
    return URL.canParse(url) ? new URL(url).origin : 'its URL';
  }

  private async send(
    method: 'POST' | 'GET' | 'DELETE',
    session: SessionHeaders,
    signal: AbortSignal,
    extra: Record<string, string>,
    body?: Buffer,
  ): Promise<HttpAnswer> {
    const headers: Record<string, string> = {
      ...this.configured,
      accept: method === 'GET' ? 'text/event-stream' : 'application/json, text/event-stream',
      'accept-encoding': 'identity',
      ...extra,
    };
    if (session.sessionId !== null) headers['mcp-session-id'] = session.sessionId;
    if (session.protocolVersion !== null) headers['mcp-protocol-version'] = session.protocolVersion;
    let url = this.options.config.url;
    for (let redirects = 0; ; redirects++) {
      const answer = await this.request(url, {
        method,
        headers,
        signal,
        ...(body === undefined ? {} : { body }),
      });
      const next = redirects < maxRedirects ? sameOriginTarget(answer, url) : null;
      if (next === null) return answer;
      await answer.body.dump();
      url = next;
    }
  }

  private async request(
    url: string,
    options: Omit<Dispatcher.RequestOptions, 'path' | 'origin'> & { readonly signal: AbortSignal },
  ): Promise<HttpAnswer> {
    const { breaker } = this.options;
    const passage = await breaker?.enter(options.signal);
    try {
      const answer = await this.options.dispatcher.request({
        ...options,
        ...this.placeOf(url),
        // Deadlines are the relay's work; a stream may be silent for hours.
        headersTimeout: 0,
        bodyTimeout: 0,
      });
      const pauseMs = breaker === undefined ? null : wantedPauseMs(answer, breaker.now());
      // A moment that has gone by, or none, is about this request only.
      if (pauseMs === null || pauseMs === 0) passage?.answered();
      else
        passage?.paused(this.refusal(answer.statusCode, ' and wants to be left alone for a while'), pauseMs);
      return this.requirePlain(answer);
    } catch (error) {
      const failure = this.unreachable(error);
      if (!options.signal.aborted && isNobodyThere(error))
        throw passage?.failed(failure, costOf(error)) ?? failure;
      passage?.dropped();
      throw failure;
    }
  }
}
