// A session on `/mcp` as one of the servers behind it sees it: what this server says of itself is brought into the
// terms of the merged lists.
import { sameStream } from '../exchanges.ts';
import type { Exchange, Peer } from '../types.ts';
import { MessageError, scanMessage } from '../wire/message.ts';
import { answerWithExposedUris, withExposedUri, type ExposedUri } from './exposed-uris.ts';

/** List changes of one server are told to the session once the merged lists have changed, not before. */
export function serverPeer(peer: Peer, exposed: ExposedUri): Peer {
  return {
    id: peer.id,
    get client() {
      return peer.client;
    },
    send: (message) => {
      if (!isListChange(message)) peer.send(withExposedUri(message, exposed));
    },
    room: () => peer.room?.() ?? null,
    ask: (request, exchange, reply) => peer.ask(request, exchange, reply),
    withdraw: (askedId, reason) => peer.withdraw(askedId, reason),
  };
}

/** The same for what comes with the answer of a request with this method. */
export function serverExchange(exchange: Exchange, method: string, exposed: ExposedUri): Exchange {
  return {
    ...sameStream(exchange),
    send: (message) => {
      if (!isListChange(message)) exchange.send(withExposedUri(message, exposed));
    },
    finish: (answer) => exchange.finish(answerOrAsItIs(method, answer, exposed)),
    abandon: () => exchange.abandon(),
  };
}

/** An ambiguous answer (a key twice) is the client's to judge. */
function answerOrAsItIs(method: string, answer: Buffer, exposed: ExposedUri): Buffer {
  try {
    return answerWithExposedUris(method, answer, exposed);
  } catch (error) {
    if (!(error instanceof MessageError)) throw error;
    return answer;
  }
}

function isListChange(message: Buffer): boolean {
  return message.includes('/list_changed') && scanMessage(message).method.endsWith('/list_changed');
}
