// A session on `/mcp` as one of the servers behind it sees it: what this server says is brought into the terms of the
// merged lists, and what the client answers to it into its own.
import { sameStream } from '../exchanges.ts';
import type { Exchange, Peer } from '../types.ts';
import { isListChange, scanMessage, type Message } from '../wire/message.ts';
import { orAsItIs } from '../as-it-is.ts';
import { inOwnTerms } from './own-terms.ts';
import type { QuestionProgress } from './question-progress.ts';
import { answerInTerms, noticeInTerms, type Terms } from './terms.ts';

/** List changes of one server are told to the session once the merged lists have changed, not before. */
export function serverPeer(peer: Peer, server: string, terms: Terms, progress: QuestionProgress): Peer {
  /** By the id of a question that is open: its progress token. */
  const tokens = new Map<string, string | null>();
  const settle = (askedId: string): void => {
    progress.forget(tokens.get(askedId) ?? null);
    tokens.delete(askedId);
  };
  return {
    id: peer.id,
    owner: peer.owner ?? null,
    get client() {
      return peer.client;
    },
    send: (message) => {
      if (!isListChange(message)) peer.send(orAsItIs(message, () => noticeInTerms(message, terms)));
    },
    ask: (request, exchange, reply) => {
      // What goes the way of a request of the client's is changed on it.
      const asked = exchange === null ? orAsItIs(request, () => inTerms(request, terms)) : request;
      const { request: renamed, token } = progress.renamed(asked, server);
      const askedId = peer.ask(renamed, exchange, (answer) => {
        settle(askedId);
        reply(orAsItIs(answer, () => inOwnTerms(answer, server)));
      });
      tokens.set(askedId, token);
      return askedId;
    },
    room: () => peer.room?.() ?? null,
    withdraw: (askedId, reason) => {
      settle(askedId);
      peer.withdraw(askedId, reason);
    },
  };
}

/** The same for what comes with the answer of a request with this method. */
export function serverExchange(exchange: Exchange, method: string, terms: Terms): Exchange {
  return {
    ...sameStream(exchange),
    send: (message) => {
      if (!isListChange(message)) exchange.send(orAsItIs(message, () => noticeInTerms(message, terms)));
    },
    finish: (answer) => exchange.finish(orAsItIs(answer, () => answerInTerms(method, answer, terms))),
    abandon: () => exchange.abandon(),
  };
}

function inTerms(request: Message, terms: Terms): Message {
  return scanMessage(noticeInTerms(request.bytes, terms));
}
