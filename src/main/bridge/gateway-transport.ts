// The bridge's HTTP towards the gateway. A gateway that is not there yet, or that restarts, is waited for: whatever has
// reached nobody is sent again when it is back. What has reached it is never sent twice here.
import { Agent } from 'undici';
import { AppError } from '../../shared/errors.ts';
import { isRecord } from '../../shared/is-record.ts';
import type { HttpServerConfig } from '../core/config/types.ts';
import type { Clock } from '../core/ports.ts';
import { HttpTransport, type HttpAnswer, type SessionHeaders } from '../core/upstream/http/transport.ts';
import type { GatewayPlace } from './gateway-place.ts';

export interface GatewayTransportOptions {
  /** Resolves when one can be found. Rejects with AppError when that takes too long, or `signal` aborts. */
  readonly find: (signal: AbortSignal) => Promise<GatewayPlace>;
  readonly clock: Clock;
  readonly maxMessageBytes: number;
}

/** How long a message waits for a gateway that is found but does not take it, in milliseconds. */
const patienceMs = 60_000;
/** What the gateway is called in errors. */
export const gatewayName = 'Patchbay';
const firstPauseMs = 50;
const longestPauseMs = 1000;

export class GatewayTransport extends HttpTransport {
  private readonly parts: GatewayTransportOptions;
  private current: { readonly key: string; readonly transport: HttpTransport; readonly agent: Agent } | null =
    null;

  private ending: Promise<void> = Promise.resolve();

  constructor(options: GatewayTransportOptions) {
    const nowhere: GatewayPlace = { endpoint: 'http://127.0.0.1/', token: null, trust: {} };
    super({ config: configOf(nowhere), dispatcher: new Agent(), maxMessageBytes: options.maxMessageBytes });
    this.parts = options;
  }

  override async post(message: Buffer, session: SessionHeaders, signal: AbortSignal): Promise<HttpAnswer> {
    return this.patiently(signal, (transport) => transport.post(message, session, signal));
  }

  override async postModern(
    message: Buffer,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<HttpAnswer> {
    return this.patiently(signal, (transport) => transport.postModern(message, headers, signal));
  }

  override async listen(
    session: SessionHeaders,
    lastEventId: string | null,
    signal: AbortSignal,
  ): Promise<HttpAnswer> {
    return this.patiently(signal, (transport) => transport.listen(session, lastEventId, signal));
  }

  override async end(session: SessionHeaders, signal: AbortSignal): Promise<void> {
    const ended = this.current?.transport.end(session, signal) ?? Promise.resolve();
    this.ending = ended.catch(() => undefined);
    await ended;
  }

  override statusError(status: number, body: string): AppError {
    const error = super.statusError(status, body);
    if (status !== 401 && status !== 403) return error;
    return new AppError('UPSTREAM_ERROR', error.message, {
      details: error.details,
      expected: 'Give the bridge a token, with --token or PATCHBAY_TOKEN: "patchbay token create" makes one.',
    });
  }

  /** Resolves when what it was told to end has been ended. */
  async close(): Promise<void> {
    await this.ending;
    await this.current?.agent.close();
  }

  private async patiently(
    signal: AbortSignal,
    send: (transport: HttpTransport) => Promise<HttpAnswer>,
  ): Promise<HttpAnswer> {
    const { clock } = this.parts;
    const endsAt = clock.monotonic() + patienceMs;
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      const transport = await this.transport(signal);
      const isLast = clock.monotonic() >= endsAt;
      try {
        const answer = await send(transport);
        if (answer.statusCode !== 503) return answer;
        const said = (await transport.readBody(answer)).toString('utf8');
        // About to stop, it has not taken the message.
        if (isLast || !said.includes('GATEWAY_STOPPING')) throw this.statusError(answer.statusCode, said);
      } catch (error) {
        if (isLast || signal.aborted || !hasReachedNobody(error)) throw error;
      }
      await this.pause(pauseMs, signal);
    }
  }

  private async transport(signal: AbortSignal): Promise<HttpTransport> {
    const place = await this.parts.find(signal);
    const key = JSON.stringify([place.endpoint, place.token, place.trust.ca]);
    if (this.current?.key === key) return this.current.transport;
    // What is under way on the old connections ends there.
    void this.current?.agent.close();
    const agent = new Agent({ connect: { ...place.trust }, keepAliveTimeout: 30_000 });
    const { maxMessageBytes } = this.parts;
    const transport = new HttpTransport({ config: configOf(place), dispatcher: agent, maxMessageBytes });
    this.current = { key, transport, agent };
    return transport;
  }

  private pause(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.parts.clock.after(ms, done);
      signal.addEventListener('abort', done, { once: true });
      function done(): void {
        cancel();
        signal.removeEventListener('abort', done);
        resolve();
      }
    });
  }
}

function configOf({ endpoint, token }: GatewayPlace): HttpServerConfig {
  return {
    kind: 'http',
    name: gatewayName,
    enabled: true,
    url: endpoint,
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
    caFile: null,
    trustKey: 'NODE_EXTRA_CA_CERTS',
    tools: {},
    toolTimeoutSeconds: 0,
    fault: null,
    secrets: token === null ? [] : [token],
  };
}

function hasReachedNobody(error: unknown): boolean {
  return error instanceof AppError && isRecord(error.details) && error.details['undelivered'] === true;
}
