// The gateway as its own client: one request over a link, its answer awaited. For catalogues and the command line,
// never for the forwarding path.
import { AppError, errorTable, type ErrorCode } from '../../../shared/errors.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { passedOn } from '../relay/capabilities.ts';
import type { ClientInfo, Link, Peer } from '../relay/types.ts';
import { errorMessage, notificationMessage, requestMessage } from '../relay/wire/edit.ts';
import { idText, parseAt, rpcCode, scanMessage, type Message } from '../relay/wire/message.ts';
import { awaitedExchange } from '../upstream/handshake.ts';

/** A client that only asks: it hears nothing, and refuses what it is asked. */
export function silentPeer(id: string, client: ClientInfo): Peer {
  return {
    id,
    client: { ...client, capabilities: { extensions: passedOn } },
    send: () => undefined,
    ask: (request, _exchange, reply) => {
      const error = { code: rpcCode.methodNotFound, message: 'No client is connected that could answer.' };
      // After the caller has noted the id.
      queueMicrotask(() => reply(scanMessage(errorMessage(idText(request), error))));
      return idText(request);
    },
    withdraw: () => undefined,
  };
}

/** Requests over one link, counted from 1. */
export class GatewayCaller {
  private readonly link: Link;
  private lastId = 0;

  constructor(link: Link) {
    this.link = link;
  }

  /** Opens the link as a client would. Rejects with AppError. */
  async open(client: ClientInfo): Promise<void> {
    await this.ask('initialize', client);
    this.link.notify(scanMessage(notificationMessage('notifications/initialized')));
  }

  /** One request; resolves with the answer's message. Rejects with AppError: the gateway's own as it was, a server's as UPSTREAM_ERROR. */
  async ask(method: string, params: unknown): Promise<Message> {
    const { exchange, answer } = awaitedExchange(
      () => new AppError('SERVER_EXITED', `${method} was given up.`),
    );
    this.link.request(scanMessage(requestMessage(String(++this.lastId), method, params)), exchange);
    const message = await answer;
    if (message.kind === 'error') throw readFailure(parseAt(message.bytes, message.body));
    return message;
  }
}

/** The error behind an error answer: the gateway's own are in `data` (relay/rpc-errors.ts). */
function readFailure(error: unknown): AppError {
  const { code: rpc, message, data }: Record<string, unknown> = isRecord(error) ? error : {};
  const text = typeof message === 'string' ? message : 'The server answered with an error.';
  const { code, expected: advice, ...details }: Record<string, unknown> = isRecord(data) ? data : {};
  if (!isErrorCode(code))
    return new AppError('UPSTREAM_ERROR', text, { details: { rpcCode: typeof rpc === 'number' ? rpc : 0 } });
  const expected = typeof advice === 'string' ? advice : '';
  // On the wire, the advice is part of the message.
  const isAdvised = expected !== '' && text.endsWith(` ${expected}`);
  return new AppError(code, isAdvised ? text.slice(0, -expected.length - 1) : text, {
    details,
    ...(isAdvised ? { expected } : {}),
  });
}

function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(errorTable, code);
}
