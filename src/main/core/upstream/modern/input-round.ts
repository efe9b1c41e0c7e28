// One round of a modern server's questions, put to a legacy client as the requests that it knows: all at once, each answer
// kept for the repetition of the call (MCP 2026-07-28, basic/patterns/mrtr).
import { randomUUID } from 'node:crypto';
import { braced, insertion } from '../../relay/modern/members.ts';
import type { OwnIds } from '../../relay/own-ids.ts';
import type { Exchange, Peer } from '../../relay/types.ts';
import { splice } from '../../relay/wire/edit.ts';
import { pickMembers, scanMessage, textAt, type Message } from '../../relay/wire/message.ts';
import { eachMember, type Span } from '../../relay/wire/scan.ts';

/** What a server wants before it answers; null for an answer that is one. */
export interface InputRequired {
  /** JSON of each request, by the server's key. */
  readonly requests: ReadonlyMap<string, Buffer>;
  /** JSON, as it came. */
  readonly requestState: Buffer | null;
}

/** Reads an `input_required` result; null for anything else. */
export function readInputRequired({ kind, bytes, body }: Message): InputRequired | null {
  if (kind !== 'result' || !bytes.includes('input_required')) return null;
  const found = pickMembers(bytes, body, ['resultType', 'inputRequests', 'requestState']);
  if (textAt(bytes, found.resultType) !== 'input_required') return null;
  const requests = new Map<string, Buffer>();
  const { inputRequests: span, requestState: state } = found;
  if (span !== undefined && bytes[span.start] === 0x7b)
    eachMember(bytes, span.start, (key, value) => requests.set(key, part(bytes, value)));
  return { requests, requestState: state === undefined ? null : part(bytes, state) };
}

export interface RoundOptions {
  readonly peer: Peer;
  readonly exchange: Exchange;
  readonly ids: OwnIds;
  readonly requests: ReadonlyMap<string, Buffer>;
  /** All are answered: the members that the repeated request has to carry. */
  readonly onAnswered: (inputResponses: Buffer) => void;
  /** The client answered one with an error. */
  readonly onRefused: (method: string, error: Message) => void;
}

export class InputRound {
  private readonly options: RoundOptions;
  /** Ids under which the client was asked, with the server's key. */
  private readonly open = new Map<string, string>();
  private readonly answers = new Map<string, Buffer>();
  private isOver = false;

  constructor(options: RoundOptions) {
    this.options = options;
  }

  begin(): void {
    const { peer, exchange, ids, requests } = this.options;
    for (const [key, request] of requests) {
      if (this.isOver) return;
      const message = asRequest(request, ids.next());
      let askedId = '';
      askedId = peer.ask(message, exchange, (answer) => this.answered(key, askedId, message, answer));
      this.open.set(askedId, key);
    }
    this.settle();
  }

  /** The call is over; the client need not answer any more. */
  withdraw(reason: string): void {
    this.isOver = true;
    for (const askedId of this.open.keys()) this.options.peer.withdraw(askedId, reason);
    this.open.clear();
  }

  private answered(key: string, askedId: string, request: Message, answer: Message): void {
    if (this.isOver) return;
    this.open.delete(askedId);
    if (answer.kind === 'error') {
      this.withdraw('Another question of the same call was refused.');
      this.options.onRefused(request.method, answer);
      return;
    }
    this.answers.set(key, answer.body === null ? Buffer.from('{}') : part(answer.bytes, answer.body));
    this.settle();
  }

  private settle(): void {
    if (this.isOver || this.answers.size < this.options.requests.size) return;
    this.isOver = true;
    this.options.onAnswered(braced(this.answers));
  }
}

function asRequest(request: Buffer, id: string): Message {
  const opening = Buffer.from(`{"jsonrpc":"2.0","id":${id},`);
  return withElicitationId(
    scanMessage(Buffer.concat([opening, request.subarray(request.indexOf(0x7b) + 1)])),
  );
}

/** Legacy clients refuse to send people to a page without one (MCP 2025-11-25, client/elicitation). */
function withElicitationId(message: Message): Message {
  const { bytes, body, method } = message;
  if (method !== 'elicitation/create' || body === null) return message;
  const { mode, elicitationId } = pickMembers(bytes, body, ['mode', 'elicitationId']);
  if (textAt(bytes, mode) !== 'url' || elicitationId !== undefined) return message;
  const added = new Map([['elicitationId', JSON.stringify(randomUUID())]]);
  return scanMessage(splice(bytes, insertion(bytes, body, added)));
}

function part(bytes: Buffer, { start, end }: Span): Buffer {
  return Buffer.from(bytes.subarray(start, end));
}
