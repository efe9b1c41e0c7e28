// A playground's way to one server: a client like any other, whose requests and questions a person sees. Opens the server
// with the first request. Knows neither pages nor how many servers there are.
import { isRecord } from '../../../shared/is-record.ts';
import type { PlaygroundError, PlaygroundHappening, PlaygroundOutcome } from '../../../shared/playground.ts';
import type { Bounds } from '../bounds/bounds.ts';
import { OpenQuestions } from '../relay/open-questions.ts';
import type { ClientInfo, Exchange, Link, Peer } from '../relay/types.ts';
import {
  cancelledMessage,
  errorMessage,
  notificationMessage,
  requestMessage,
  resultMessage,
} from '../relay/wire/edit.ts';
import { idText, parseAt, readCancelled, rpcCode, scanMessage, type Message } from '../relay/wire/message.ts';

/** A person's answer; null: refused. */
export type PersonsAnswer = Readonly<Record<string, unknown>> | null;

/** What a server asks, on its way to the person. */
export interface AskedQuestion {
  /** As the server's side knows it; free again when it is answered or withdrawn. */
  readonly id: string;
  readonly request: number | null;
  readonly method: string;
  readonly params: unknown;
  readonly bytes: number;
  readonly give: (answer: PersonsAnswer) => void;
}

export interface PlaygroundLinkOptions {
  readonly server: string;
  readonly client: ClientInfo;
  readonly bounds: Bounds;
  readonly connect: (peer: Peer) => Link;
  /** `bytes`: the size of what came. */
  readonly tell: (happening: PlaygroundHappening, bytes: number) => void;
  readonly ask: (question: AskedQuestion) => void;
  readonly withdraw: (id: string, reason: string) => void;
}

export interface PlaygroundRequest {
  readonly id: number;
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Called once. `bytes`: the size of the answer. */
  readonly onEnd: (outcome: PlaygroundOutcome, bytes: number) => void;
}

/** A person's no (MCP 2025-11-25, client/sampling). */
const refusal = { code: -1, message: 'The person refused the request.' };

export class PlaygroundLink {
  private readonly options: PlaygroundLinkOptions;
  private readonly link: Link;
  private readonly questions: OpenQuestions;
  private readonly underway = new Map<number, PlaygroundRequest>();
  /** The answer to `initialize`; null until it is asked for, and again when that failed. */
  private opening: Promise<Message> | null = null;

  constructor(options: PlaygroundLinkOptions) {
    this.options = options;
    this.questions = new OpenQuestions({ renamesAll: false, bounds: options.bounds });
    this.link = options.connect(this.peer());
  }

  /** Its end is told, sooner or later, by `onEnd`. */
  request(request: PlaygroundRequest): void {
    this.underway.set(request.id, request);
    this.opening ??= this.open();
    void this.begin(request, this.opening);
  }

  /** Whether it was still under way. */
  cancel(id: number): boolean {
    if (!this.underway.has(id)) return false;
    this.link.notify(scanMessage(cancelledMessage(String(id), 'The person cancelled.')));
    this.end(id, { kind: 'cancelled' }, 0);
    return true;
  }

  /** Nothing is told any more. */
  close(): void {
    this.underway.clear();
    this.questions.clear();
    this.link.close();
  }

  private async begin({ id, method, params }: PlaygroundRequest, opening: Promise<Message>): Promise<void> {
    const opened = await opening;
    if (!this.underway.has(id)) return;
    if (method === 'initialize' || opened.kind === 'error') {
      this.finish(id, opened);
      return;
    }
    const message = requestMessage(String(id), method, withProgressToken(params, id));
    this.link.request(scanMessage(message), this.exchange(id));
  }

  /** Never rejects. */
  private async open(): Promise<Message> {
    // Numbers are the requests' own.
    const id = '"open"';
    const answer = await new Promise<Message>((resolve) => {
      this.link.request(scanMessage(requestMessage(id, 'initialize', this.options.client)), {
        send: (bytes) => this.heard(scanMessage(bytes), null),
        finish: (bytes) => resolve(scanMessage(bytes)),
        abandon: () => resolve(scanMessage(errorMessage(id, notOpened))),
      });
    });
    if (answer.kind === 'error') this.opening = null;
    else this.link.notify(scanMessage(notificationMessage('notifications/initialized')));
    return answer;
  }

  private exchange(id: number): Exchange {
    return {
      send: (bytes) => this.heard(scanMessage(bytes), id),
      finish: (bytes) => this.finish(id, scanMessage(bytes)),
      abandon: () => this.end(id, { kind: 'cancelled' }, 0),
    };
  }

  private finish(id: number, answer: Message): void {
    const body = parseAt(answer.bytes, answer.body);
    const outcome: PlaygroundOutcome =
      answer.kind === 'result' ? { kind: 'result', result: body } : { kind: 'error', error: readError(body) };
    this.end(id, outcome, answer.bytes.length);
  }

  private end(id: number, outcome: PlaygroundOutcome, bytes: number): void {
    const request = this.underway.get(id);
    this.underway.delete(id);
    request?.onEnd(outcome, bytes);
  }

  private peer(): Peer {
    const { client, server } = this.options;
    const send = (bytes: Buffer): void => this.heard(scanMessage(bytes), null);
    return {
      id: `playground of ${server}`,
      client,
      send,
      ask: (request, exchange, reply) => this.questions.ask(request, exchange, send, reply),
      withdraw: (askedId, reason) => this.questions.withdraw(askedId, reason),
    };
  }

  /** Whatever comes before the end of `request`, or belongs to none. */
  private heard(message: Message, request: number | null): void {
    const { server, tell } = this.options;
    const { method, bytes } = message;
    if (message.kind === 'request') {
      this.asked(message, request);
      return;
    }
    if (message.kind !== 'notification') return;
    if (method === 'notifications/cancelled') {
      const { id, reason } = readCancelled(message);
      this.options.withdraw(id, reason ?? '');
      return;
    }
    const params = parseAt(bytes, message.body);
    if (method === 'notifications/progress' && request !== null)
      tell(readProgress(request, params), bytes.length);
    else tell({ kind: 'notification', server, request, method, params }, bytes.length);
  }

  private asked(message: Message, request: number | null): void {
    const { method, bytes } = message;
    const id = idText(message);
    const give = (answer: PersonsAnswer): void =>
      this.questions.answered(
        scanMessage(answer === null ? errorMessage(id, refusal) : resultMessage(id, answer)),
      );
    this.options.ask({
      id,
      request,
      method,
      params: parseAt(bytes, message.body),
      bytes: bytes.length,
      give,
    });
  }
}

const notOpened = { code: rpcCode.internalError, message: 'The server was not opened.' };

function withProgressToken(
  params: PlaygroundRequest['params'],
  token: number,
): Readonly<Record<string, unknown>> {
  const meta = isRecord(params['_meta']) ? params['_meta'] : {};
  return { ...params, _meta: { ...meta, progressToken: token } };
}

function readProgress(request: number, params: unknown): PlaygroundHappening {
  const { progress, total, message }: Record<string, unknown> = isRecord(params) ? params : {};
  return {
    kind: 'progress',
    request,
    progress: typeof progress === 'number' ? progress : 0,
    total: typeof total === 'number' ? total : null,
    message: typeof message === 'string' ? message.slice(0, 1000) : null,
  };
}

function readError(body: unknown): PlaygroundError {
  const { code, message, data }: Record<string, unknown> = isRecord(body) ? body : {};
  return {
    code: typeof code === 'number' ? code : rpcCode.internalError,
    message: typeof message === 'string' ? message : 'The server answered with an error.',
    ...(data === undefined ? {} : { data }),
  };
}
