// What a server behind a URL speaks: found by asking, once, and again when it no longer fits. A server of the modern era
// is asked what it offers in the same step.
import { AppError } from '../../../../shared/errors.ts';
import type { ModernLink } from '../../relay/modern/types.ts';
import type { ClientInfo } from '../../relay/types.ts';
import { requestMessage } from '../../relay/wire/edit.ts';
import { scanMessage, type Message } from '../../relay/wire/message.ts';
import { awaitedExchange } from '../handshake.ts';
import { discoverParams, readDiscovered } from '../modern/discovered.ts';
import { probeHttp, servesSessions } from '../modern/probe-http.ts';
import type { Handshake } from '../types.ts';
import type { HttpTransport } from './transport.ts';

/** Streamable HTTP of either era, or HTTP+SSE. */
export type UrlKind = 'modern' | 'streamable' | 'sse';

export interface UrlKindOptions {
  readonly transport: HttpTransport;
  readonly client: ClientInfo;
  /** Known without asking: from the configuration, or an earlier run. */
  readonly known: UrlKind | null;
  readonly modern: ModernLink;
  /** What a modern server said of itself. */
  readonly onDiscovered: (handshake: Handshake) => void;
  readonly onFailure: (error: AppError) => void;
}

/** How long a server may take to answer the question, in milliseconds. */
const probeMs = 15_000;

export class UrlKindFinder {
  private readonly options: UrlKindOptions;
  private kind: UrlKind | null;
  private finding: Promise<UrlKind> | null = null;
  /** What legacy sessions are best served with where the server is modern. */
  private sessionKind: UrlKind | null = null;
  private findingSessionKind: Promise<UrlKind> | null = null;
  private discovering: Promise<Handshake> | null = null;
  private handshake: Handshake | null = null;

  constructor(options: UrlKindOptions) {
    this.options = options;
    this.kind = options.known;
  }

  get known(): UrlKind | null {
    return this.kind;
  }

  /** What to speak for legacy sessions. */
  get knownForSessions(): UrlKind | null {
    return this.kind === 'modern' ? this.sessionKind : this.kind;
  }

  /** It may be another one by now. */
  doubt(): void {
    if (this.options.known === 'sse') return;
    this.kind = null;
    this.sessionKind = null;
    this.handshake = null;
  }

  /** Rejects with AppError when the server cannot be asked. */
  async find(): Promise<UrlKind> {
    if (this.kind === null) {
      this.finding ??= this.ask().finally(() => {
        this.finding = null;
      });
      return this.finding;
    }
    // Known from an earlier run, it has not said yet what it offers. Whoever needs that hears of a failure.
    if (this.kind === 'modern') this.discovered().catch(() => undefined);
    return this.kind;
  }

  /** The same for legacy sessions: many modern servers serve them as well. */
  async findForSessions(): Promise<UrlKind> {
    const kind = await this.find();
    if (kind !== 'modern') return kind;
    this.findingSessionKind ??= this.askForSessions().finally(() => {
      this.findingSessionKind = null;
    });
    return this.sessionKind ?? this.findingSessionKind;
  }

  /** What a modern server says of itself. Rejects with AppError. */
  async discovered(): Promise<Handshake> {
    if (this.handshake !== null) return this.handshake;
    this.discovering ??= this.discover().finally(() => {
      this.discovering = null;
    });
    return this.discovering;
  }

  private async ask(): Promise<UrlKind> {
    const { transport, client } = this.options;
    const { kind, discovered } = await this.told(probeHttp(transport, client, AbortSignal.timeout(probeMs)));
    if (discovered !== null) this.learn(discovered);
    this.kind = kind;
    // Its era showed in an error. Whoever needs what it offers hears of a failure.
    if (kind === 'modern' && discovered === null) this.discovered().catch(() => undefined);
    return kind;
  }

  private async askForSessions(): Promise<UrlKind> {
    const { transport, client } = this.options;
    const isBoth = await this.told(servesSessions(transport, client, AbortSignal.timeout(probeMs)));
    const kind = isBoth ? 'streamable' : 'modern';
    // It may be in doubt again.
    if (this.kind === 'modern') this.sessionKind = kind;
    return kind;
  }

  private async told<Value>(asking: Promise<Value>): Promise<Value> {
    try {
      return await asking;
    } catch (error) {
      const failure = this.options.transport.unreachable(error);
      this.options.onFailure(failure);
      throw failure;
    }
  }

  private async discover(): Promise<Handshake> {
    const { transport, client, modern } = this.options;
    const gone = (): AppError =>
      new AppError('SERVER_EXITED', `"${transport.name}" gave up server/discover.`, {
        details: { server: transport.name },
      });
    const { exchange, answer } = awaitedExchange(gone);
    const message = scanMessage(requestMessage('"discover"', 'server/discover', discoverParams(client)));
    modern.request({ message, paramHeaders: null }, exchange);
    return this.learn(await answer);
  }

  private learn(answer: Message): Handshake {
    const handshake = readDiscovered(this.options.transport.name, answer);
    this.handshake = handshake;
    this.options.onDiscovered(handshake);
    return handshake;
  }
}
