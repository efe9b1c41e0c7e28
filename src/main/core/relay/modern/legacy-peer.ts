// Modern clients of one kind as one session of a legacy server: opened once, shared by their calls, whose ids and
// progress tokens are renamed here. Says which call a message of the server belongs to; what becomes of it is the call's.
import { isRecord } from '../../../../shared/is-record.ts';
import { deferred } from '../../deferred.ts';
import { TransientMap } from '../../transient.ts';
import type { ClientInfo, Exchange, Link, Peer } from '../types.ts';
import { cancelledMessage, errorMessage, notificationMessage, requestMessage, withId } from '../wire/edit.ts';
import { idText, parseAt, pickMembers, rpcCode, scanMessage, type Message } from '../wire/message.ts';
import { legacyRequest } from './legacy-request.ts';

/** What a server asks of a client. */
export interface Question {
  /** As written, for the answer. */
  readonly id: string;
  readonly request: Message;
  readonly answer: (answer: Message) => void;
}

/** A request of a client while it is under way. */
export interface PeerCall {
  /** Progress (the token is ours), a log message, or whatever else the server says with it. */
  notified(message: Message): void;
  /** As `Exchange.room`, for those. */
  room?(): Promise<void> | null;
  asked(question: Question): void;
  /** The server no longer wants the answer to this question. */
  withdrawn(questionId: string): void;
  answered(answer: Message): void;
  /** There will be no answer. */
  abandoned(): void;
}

/** What a legacy server said when it was opened. */
export interface Opening {
  /** The result of `initialize`. */
  readonly result: Buffer;
  readonly capabilities: Readonly<Record<string, unknown>>;
  /** JSON; null where it said nothing of itself. */
  readonly serverInfo: string | null;
}

/** The server, or the gateway in its stead, answered `initialize` with an error. */
export class OpeningError extends Error {
  readonly answer: Message;

  constructor(answer: Message) {
    super('The server could not be opened.');
    this.name = 'OpeningError';
    this.answer = answer;
  }
}

export interface LegacyPeerOptions {
  readonly id: string;
  readonly client: ClientInfo;
  /** Of its clients. */
  readonly owner: string | null;
  /** Log messages that the server is asked for; null: none are wanted. */
  readonly logLevel: string | null;
  readonly connect: (peer: Peer) => Link;
  /** A notification that belongs to no call. */
  readonly onNotification: (message: Message) => void;
  /** Whether calls of several clients go through it. */
  readonly isShared: boolean;
  /** Of whoever gets those. Absent: nobody does. */
  readonly room?: () => Promise<void> | null;
}

export class LegacyPeer implements Peer {
  readonly id: string;
  readonly client: ClientInfo;
  readonly owner: string | null;
  /** What its clients cannot do is told to them, not to the server (MCP 2026-07-28, -32021). */
  readonly answersForLack = true;
  readonly isShared: boolean;
  private readonly options: LegacyPeerOptions;
  private readonly link: Link;
  private readonly calls = new TransientMap<string, PeerCall>();
  private readonly questions = new Map<string, { question: Question; call: PeerCall | null }>();
  private opening: Promise<Opening> | null = null;
  private requestCount = 0;
  private questionCount = 0;

  constructor(options: LegacyPeerOptions) {
    this.options = options;
    this.id = options.id;
    this.isShared = options.isShared;
    this.client = options.client;
    this.owner = options.owner;
    this.link = options.connect(this);
  }

  /** Opens the server's session, once. Rejects with OpeningError. */
  open(): Promise<Opening> {
    this.opening ??= this.begin();
    return this.opening;
  }

  room(): Promise<void> | null {
    return this.options.room?.() ?? null;
  }

  /** Sends a modern request on; returns its id towards the server. Open before. */
  start(call: PeerCall, message: Message): string {
    const id = String(++this.requestCount);
    this.calls.set(id, call);
    this.link.request(scanMessage(legacyRequest(message, id)), this.exchangeOf(id, call));
    return id;
  }

  /** Nobody waits for the answer to this request of ours; its call hears nothing more. */
  cancel(requestId: string, reason: string): void {
    if (this.calls.delete(requestId)) this.link.notify(scanMessage(cancelledMessage(requestId, reason)));
  }

  /** A request of our own. Resolves with the answer, an error included; null: there will be none. */
  request(method: string, params: unknown): Promise<Message | null> {
    const { promise, resolve } = deferred<Message | null>();
    const message = scanMessage(requestMessage(String(++this.requestCount), method, params));
    this.link.request(message, {
      send: () => undefined,
      finish: (answer) => resolve(scanMessage(answer)),
      abandon: () => resolve(null),
    });
    return promise;
  }

  /** Ends its session; calls under way are abandoned. */
  close(): void {
    const calls = [...this.calls.values()];
    this.calls.clear();
    this.link.close();
    for (const call of calls) call.abandoned();
  }

  send(bytes: Buffer): void {
    const message = scanMessage(bytes);
    // Some servers do not say which request a message arose from.
    const call = isOfRequest(message) ? this.callOf(message) : undefined;
    if (call === undefined) this.options.onNotification(message);
    else call.notified(message);
  }

  ask(request: Message, exchange: Exchange | null, reply: (answer: Message) => void): string {
    const id = `"question-${++this.questionCount}"`;
    const question: Question = {
      id,
      request,
      answer: (answer) => {
        // The asker takes no answer before it knows the id.
        queueMicrotask(() => {
          if (this.questions.delete(id)) reply(answer);
        });
      },
    };
    this.questions.set(id, { question, call: null });
    // By way of the exchange, which knows its call.
    if (exchange !== null) exchange.send(withId(request, id));
    else this.put(id, [...this.calls.values()].at(-1));
    if (this.questions.get(id)?.call === null) question.answer(nobody(id));
    return id;
  }

  withdraw(askedId: string): void {
    const asked = this.questions.get(askedId);
    this.questions.delete(askedId);
    asked?.call?.withdrawn(askedId);
  }

  private async begin(): Promise<Opening> {
    const { client, logLevel } = this.options;
    const answer = await this.request('initialize', client);
    if (answer?.kind !== 'result' || answer.body === null) throw new OpeningError(answer ?? notOpened());
    this.link.notify(scanMessage(notificationMessage('notifications/initialized')));
    const opening = readOpening(answer);
    if (logLevel !== null && Object.hasOwn(opening.capabilities, 'logging'))
      await this.request('logging/setLevel', { level: logLevel });
    return opening;
  }

  private exchangeOf(id: string, call: PeerCall): Exchange {
    const isOver = (): boolean => this.calls.get(id) !== call;
    return {
      send: (bytes) => {
        if (isOver()) return;
        const message = scanMessage(bytes);
        if (message.kind === 'request') this.put(idText(message), call);
        else call.notified(message);
      },
      room: () => (isOver() ? null : (call.room?.() ?? null)),
      finish: (answer) => {
        if (isOver()) return;
        this.calls.delete(id);
        call.answered(scanMessage(answer));
      },
      abandon: () => {
        if (isOver()) return;
        this.calls.delete(id);
        call.abandoned();
      },
    };
  }

  private put(questionId: string, call: PeerCall | undefined): void {
    const asked = this.questions.get(questionId);
    if (asked === undefined || call === undefined) return;
    asked.call = call;
    call.asked(asked.question);
  }

  private callOf({ bytes, body, method }: Message): PeerCall | undefined {
    if (method === 'notifications/message') return [...this.calls.values()].at(-1);
    const { progressToken } = pickMembers(bytes, body, ['progressToken']);
    return this.calls.get(String(parseAt(bytes, progressToken)));
  }
}

function isOfRequest({ method }: Message): boolean {
  return method === 'notifications/progress' || method === 'notifications/message';
}

function readOpening({ bytes, body }: Message): Opening {
  const { capabilities, serverInfo } = pickMembers(bytes, body, ['capabilities', 'serverInfo']);
  const known = parseAt(bytes, capabilities);
  return {
    result: body === null ? Buffer.from('{}') : bytes.subarray(body.start, body.end),
    capabilities: isRecord(known) ? known : {},
    serverInfo: serverInfo === undefined ? null : bytes.toString('utf8', serverInfo.start, serverInfo.end),
  };
}

function nobody(id: string): Message {
  const error = {
    code: rpcCode.methodNotFound,
    message: 'No request is under way that this could be asked for.',
  };
  return scanMessage(errorMessage(id, error));
}

function notOpened(): Message {
  const error = {
    code: rpcCode.internalError,
    message: 'The server was closed before it was open. Try again.',
  };
  return scanMessage(errorMessage('null', error));
}
