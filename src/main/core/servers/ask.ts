// The gateway as its own client: one request over a link, its answer awaited. For catalogues and the command line,
// never for the forwarding path.
import { AppError } from '../../../shared/errors.ts';
import { isRecord } from '../../../shared/is-record.ts';
import type { ClientInfo, Link, Peer } from '../relay/types.ts';
import { errorMessage, notificationMessage, requestMessage } from '../relay/wire/edit.ts';
import { idText, parseAt, rpcCode, scanMessage, type Message } from '../relay/wire/message.ts';
import { awaitedExchange } from '../upstream/handshake.ts';

/** A client that only asks and never is asked. `onMessage` hears notifications. */
export function silentPeer(id: string, client: ClientInfo): Peer {
  return {
    id,
    client: { ...client, capabilities: {} },
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

/** Opens the link as a client would. Rejects with AppError. */
export async function openLink(link: Link, client: ClientInfo): Promise<void> {
  await ask(link, 'initialize', client);
  link.notify(scanMessage(notificationMessage('notifications/initialized')));
}

let lastId = 0;

/** One request; resolves with the answer's message, rejects with AppError (the server's own errors as UPSTREAM_ERROR). */
export async function ask(link: Link, method: string, params: unknown): Promise<Message> {
  const { exchange, answer } = awaitedExchange(
    () => new AppError('SERVER_EXITED', `${method} was given up.`),
  );
  link.request(scanMessage(requestMessage(String(++lastId), method, params)), exchange);
  const message = await answer;
  if (message.kind !== 'error') return message;
  const error = parseAt(message.bytes, message.body);
  const text =
    isRecord(error) && typeof error['message'] === 'string'
      ? error['message']
      : 'The server answered with an error.';
  const code = isRecord(error) && typeof error['code'] === 'number' ? error['code'] : 0;
  throw new AppError('UPSTREAM_ERROR', text, { details: { rpcCode: code } });
}
