// One request of a legacy client to a modern server: sent with the client's claim, repeated with the client's answers for
// as long as the server asks for more (MCP 2026-07-28, basic/patterns/mrtr).
import { sameStream } from '../../relay/exchanges.ts';
import type { ModernLink, Underway } from '../../relay/modern/types.ts';
import type { OwnIds } from '../../relay/own-ids.ts';
import type { Exchange, Peer } from '../../relay/types.ts';
import { errorMessage, splice, withId } from '../../relay/wire/edit.ts';
import {
  idText,
  MessageError,
  parseAt,
  pickMembers,
  rpcCode,
  scanMessage,
  type Message,
} from '../../relay/wire/message.ts';
import { isRecord } from '../../../../shared/is-record.ts';
import { InputRound, readInputRequired, type InputRequired } from './input-round.ts';
import { withClaim, withParams } from './with-claim.ts';

/** A server that asks on and on is cut off here. */
const maxRounds = 64;

export interface FaceCallOptions {
  readonly link: ModernLink;
  readonly peer: Peer;
  readonly ids: OwnIds;
  readonly message: Message;
  readonly exchange: Exchange;
  /** The client's log level; null: it named none, and hears what a legacy server would tell it. */
  readonly level: string | null;
  readonly onEnd: () => void;
  /** The answer to a `tools/list` as the client is to see it. */
  readonly readTools: (answer: Message) => Buffer;
}

/** What a client hears that never set a level (MCP server/utilities/logging leaves it to the server). */
const usualLevel = 'info';

export class FaceCall {
  private readonly options: FaceCallOptions;
  private underway: Underway | null = null;
  private round: InputRound | null = null;
  private rounds = 0;
  private isOver = false;

  constructor(options: FaceCallOptions) {
    this.options = options;
  }

  start(): void {
    const { message, peer, level } = this.options;
    this.send(withClaim(message, peer.client, level ?? usualLevel));
  }

  /** Nobody waits any more. */
  cancel(reason: string): void {
    if (this.isOver) return;
    this.end();
    this.round?.withdraw(reason);
    this.underway?.cancel(reason);
    this.options.exchange.abandon();
  }

  private send(message: Message): void {
    const { link, exchange } = this.options;
    const underway = link.request(
      { message, paramHeaders: null },
      {
        ...sameStream(exchange),
        send: (bytes) => {
          if (!this.isOver) exchange.send(bytes);
        },
        finish: (bytes) => this.answered(bytes),
        abandon: () => this.give(errorMessage(idText(message), ended)),
      },
    );
    if (!this.isOver && this.round === null) this.underway = underway;
  }

  private answered(bytes: Buffer): void {
    if (this.isOver) return;
    try {
      const answer = scanMessage(bytes);
      const required = readInputRequired(answer);
      if (required !== null) this.ask(required);
      else this.give(this.asLegacy(answer));
    } catch (error) {
      if (!(error instanceof MessageError)) throw error;
      this.round?.withdraw('The server asked for something that cannot be read.');
      this.give(errorMessage('0', unreadable(error)));
    }
  }

  private ask(required: InputRequired): void {
    const { peer, exchange, ids } = this.options;
    if (++this.rounds > maxRounds) {
      this.give(errorMessage('0', { code: rpcCode.internalError, message: 'The server asks without end.' }));
      return;
    }
    this.underway = null;
    const round = new InputRound({
      peer,
      exchange,
      ids,
      requests: required.requests,
      onAnswered: (responses) => {
        this.round = null;
        if (!this.isOver) this.repeat(responses, required);
      },
      onRefused: (method, error) => {
        this.give(errorMessage('0', refused(method, error)));
      },
    });
    this.round = round;
    round.begin();
  }

  /** The same request under another id, with what was asked for. */
  private repeat(responses: Buffer, { requests, requestState }: InputRequired): void {
    const { message, peer, level, ids } = this.options;
    const added = new Map<string, Buffer>();
    if (requests.size > 0) added.set('inputResponses', responses);
    if (requestState !== null) added.set('requestState', requestState);
    const repeated = scanMessage(withId(withParams(message, added), ids.next()));
    this.send(withClaim(repeated, peer.client, level ?? usualLevel));
  }

  private asLegacy(answer: Message): Buffer {
    const { message, readTools } = this.options;
    return message.method === 'tools/list' ? readTools(answer) : withLegacyCode(message, answer);
  }

  private give(answer: Buffer): void {
    if (this.isOver) return;
    this.end();
    const { message, exchange } = this.options;
    exchange.finish(withId(scanMessage(answer), idText(message)));
  }

  private end(): void {
    this.isOver = true;
    this.options.onEnd();
  }
}

function unreadable({ message }: MessageError): { code: number; message: string } {
  return { code: rpcCode.internalError, message: `The answer of the server cannot be read: ${message}` };
}

const ended = { code: rpcCode.internalError, message: 'The server ended its answer without a result.' };

/** Resources that are not there have a code of their own in the legacy era (MCP 2025-11-25, server/resources). */
function withLegacyCode({ method }: Message, answer: Message): Buffer {
  if (answer.kind !== 'error' || method !== 'resources/read') return answer.bytes;
  const { code } = pickMembers(answer.bytes, answer.body, ['code']);
  return code !== undefined && parseAt(answer.bytes, code) === rpcCode.invalidParams
    ? splice(answer.bytes, [{ span: code, text: '-32002' }])
    : answer.bytes;
}

function refused(
  method: string,
  { bytes, body }: Message,
): { code: number; message: string; data?: unknown } {
  const error = parseAt(bytes, body);
  const { code, message, data }: Record<string, unknown> = isRecord(error) ? error : {};
  return {
    code: typeof code === 'number' ? code : rpcCode.internalError,
    message: `The client answered ${method} with an error: ${typeof message === 'string' ? message : 'no reason given'}.`,
    ...(data === undefined ? {} : { data }),
  };
}
