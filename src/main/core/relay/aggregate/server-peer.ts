// A session on `/mcp` as one of the servers behind it sees it: what this server says of itself is brought into the
// terms of the merged lists.
import type { Exchange, Peer } from '../types.ts';
import { splice } from '../wire/edit.ts';
import { pickMembers, scanMessage, textAt } from '../wire/message.ts';
import { clashingUri, type Exposure } from './exposure.ts';

/** List changes of one server are told to the session once the merged lists have changed, not before. */
export function serverPeer(peer: Peer, server: string, exposure: () => Exposure): Peer {
  return {
    id: peer.id,
    get client() {
      return peer.client;
    },
    send: (message) => {
      if (!isListChange(message)) peer.send(withExposedUri(message, server, exposure));
    },
    ask: (request, exchange, reply) => peer.ask(request, exchange, reply),
    withdraw: (askedId, reason) => peer.withdraw(askedId, reason),
  };
}

/** The same for what comes with the answer of a request. */
export function serverExchange(exchange: Exchange): Exchange {
  return {
    send: (message) => {
      if (!isListChange(message)) exchange.send(message);
    },
    finish: (answer) => exchange.finish(answer),
    abandon: () => exchange.abandon(),
  };
}

function isListChange(message: Buffer): boolean {
  return message.includes('/list_changed') && scanMessage(message).method.endsWith('/list_changed');
}

/** `resources/updated` with the URI that the session knows, where another server has the server's own. */
function withExposedUri(message: Buffer, server: string, exposure: () => Exposure): Buffer {
  if (!message.includes('notifications/resources/updated')) return message;
  const { bytes, body, method } = scanMessage(message);
  if (method !== 'notifications/resources/updated') return message;
  const { uri: span } = pickMembers(bytes, body, ['uri']);
  const uri = textAt(bytes, span);
  if (span === undefined || uri === undefined) return message;
  const owner = exposure().resources.origins.get(uri)?.server ?? server;
  return owner === server
    ? message
    : splice(bytes, [{ span, text: JSON.stringify(clashingUri(server, uri)) }]);
}
