// One client session on a command server: the few requests of MCP that make sense there, each tool call a JSON-RPC call.
// Nothing of the session is at the server, so any copy of it will do.
import { z } from 'zod';
import { AppError } from '../../../../shared/errors.ts';
import { failureMessage, idInUse } from '../../relay/rpc-errors.ts';
import { timeoutOf, type Exchange, type Link, type Peer } from '../../relay/types.ts';
import { errorMessage, resultFromText, resultMessage } from '../../relay/wire/edit.ts';
import {
  idText,
  parseAt,
  pickMembers,
  readCancelled,
  rpcCode,
  textAt,
  type Message,
} from '../../relay/wire/message.ts';
import { initializeAnswer } from '../handshake.ts';
import { toolResult } from './command-answer.ts';
import type { CommandsUpstream } from './commands-upstream.ts';

interface InFlight {
  /** Its number in the upstream's table. */
  readonly number: number;
  readonly exchange: Exchange;
  readonly abort: AbortController;
}

const openingSchema = z.looseObject({ protocolVersion: z.string().catch('') }).catch({ protocolVersion: '' });

export class CommandsLink implements Link {
  private readonly upstream: CommandsUpstream;
  private readonly peer: Peer;
  private readonly onClose: () => void;
  private readonly inFlight = new Map<string, InFlight>();

  constructor(upstream: CommandsUpstream, peer: Peer, onClose: () => void) {
    this.upstream = upstream;
    this.peer = peer;
    this.onClose = onClose;
  }

  request(message: Message, exchange: Exchange): void {
    const id = idText(message);
    if (this.inFlight.has(id)) {
      exchange.finish(idInUse(id));
      return;
    }
    const { pending, timeouts } = this.upstream;
    const abort = new AbortController();
    const { id: number } = pending.add({
      peer: this.peer,
      clientId: id,
      method: message.method,
      exchange: {
        send: (sent) => exchange.send(sent),
        abandon: () => exchange.abandon(),
        // The table's own, when its time is over.
        finish: (answer) => {
          this.inFlight.delete(id);
          abort.abort();
          exchange.finish(answer);
          this.upstream.active();
        },
      },
      progressToken: null,
      timeoutMs: timeoutOf(message.method, timeouts),
    });
    this.inFlight.set(id, { number, exchange, abort });
    this.upstream.active();
    this.answer(message, abort.signal).then(
      (answer) => this.settle(id, number, answer),
      (error: unknown) => {
        if (!abort.signal.aborted) this.upstream.failed(error);
        this.settle(id, number, failureMessage(id, error));
      },
    );
  }

  notify(message: Message): void {
    // JSON-RPC knows no cancelling; leaving is all that can be done.
    if (message.method === 'notifications/cancelled') this.leave(readCancelled(message).id);
  }

  close(): void {
    for (const id of this.inFlight.keys()) this.leave(id);
    this.onClose();
  }

  /** What is in flight ends with `error`. */
  reset(error: AppError): void {
    for (const [id, { number, abort }] of this.inFlight) {
      this.settle(id, number, failureMessage(id, error));
      abort.abort();
    }
  }

  private async answer(message: Message, signal: AbortSignal): Promise<Buffer> {
    const id = idText(message);
    switch (message.method) {
      case 'initialize': {
        await this.upstream.ready();
        const { handshake } = this.upstream;
        if (handshake === null)
          throw new AppError('INTERNAL', `"${this.upstream.name}" has no commands yet.`);
        const { protocolVersion } = openingSchema.parse(parseAt(message.bytes, message.body));
        return initializeAnswer(id, handshake, protocolVersion);
      }
      case 'ping':
        return resultMessage(id, {});
      case 'tools/list':
        await this.upstream.ready();
        return resultFromText(id, `{"tools":${this.upstream.tools}}`);
      case 'tools/call':
        return this.call(message, signal);
      default:
        return errorMessage(id, {
          code: rpcCode.methodNotFound,
          message: `Method not found: ${message.method}`,
        });
    }
  }

  private async call(message: Message, signal: AbortSignal): Promise<Buffer> {
    const { bytes, body } = message;
    const picked = pickMembers(bytes, body, ['name', 'arguments']);
    const name = textAt(bytes, picked.name);
    if (name === undefined) throw new AppError('BAD_REQUEST', 'tools/call needs the name of a tool.');
    const given = picked.arguments;
    const params = given === undefined ? 'null' : bytes.toString('utf8', given.start, given.end);
    const answer = await this.upstream.client.call(name, params === 'null' ? '{}' : params, signal);
    this.upstream.reached();
    if (answer.kind === 'error' && answer.isUnknownMethod) void this.upstream.look();
    return resultFromText(idText(message), toolResult(answer));
  }

  private settle(id: string, number: number, answer: Buffer): void {
    const entry = this.take(id, number);
    if (entry === undefined) return;
    entry.exchange.finish(answer);
    this.upstream.active();
  }

  private leave(id: string): void {
    const entry = this.take(id, this.inFlight.get(id)?.number);
    if (entry === undefined) return;
    entry.exchange.abandon();
    entry.abort.abort();
    this.upstream.active();
  }

  /** Undefined when it is over, or its id is another's by now. */
  private take(id: string, number: number | undefined): InFlight | undefined {
    const entry = this.inFlight.get(id);
    if (entry === undefined || entry.number !== number) return undefined;
    this.inFlight.delete(id);
    this.upstream.pending.take(entry.number);
    return entry;
  }
}
