// A legacy server whose every word a test decides: it opens by itself, and writes down what it is sent.
import type { Exchange, Link, Peer } from '../../src/main/core/relay/types.ts';
import { scanMessage } from '../../src/main/core/relay/wire/message.ts';
import { parse, scan, type Json } from './listening-peer.ts';

export interface LegacyRequestSeen {
  readonly message: Json;
  readonly text: string;
  readonly exchange: Exchange;
  /** Answers it with this result, or with the whole rest of an answer. */
  finish(result: Json): void;
  fail(error: Json): void;
  /** Asks the client something as part of it; `answers` gets what comes back. */
  ask(method: string, params?: Json): { readonly answers: Json[]; readonly askedId: string };
  progress(progress: number): void;
}

export interface LegacySessionSeen {
  readonly peer: Peer;
  readonly opened: Json[];
  /** All but initialize, logging/setLevel and subscriptions. */
  readonly requests: LegacyRequestSeen[];
  readonly notified: Json[];
  isClosed: boolean;
}

export interface LegacyServerOptions {
  readonly capabilities?: Json;
  /** An error for `initialize`. */
  readonly refusal?: Json;
}

const own: ReadonlySet<string> = new Set([
  'initialize',
  'logging/setLevel',
  'resources/subscribe',
  'resources/unsubscribe',
]);

export function scriptedLegacyServer({ capabilities = { tools: {} }, refusal }: LegacyServerOptions = {}) {
  const sessions: LegacySessionSeen[] = [];
  let asked = 0;
  const connect = (peer: Peer): Link => {
    const session: LegacySessionSeen = { peer, opened: [], requests: [], notified: [], isClosed: false };
    sessions.push(session);
    return {
      request: (message, exchange) => {
        const seen = parse(message.bytes);
        const answer = (rest: Json): void =>
          exchange.finish(Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: seen['id'], ...rest })));
        if (own.has(message.method)) {
          session.opened.push(seen);
          if (message.method !== 'initialize') answer({ result: {} });
          else if (refusal !== undefined) answer({ error: refusal });
          else
            answer({
              result: {
                protocolVersion: '2025-11-25',
                capabilities,
                serverInfo: { name: 'scripted', version: '7', odd: 1e2 },
                instructions: 'Be kind.',
              },
            });
          return;
        }
        session.requests.push({
          message: seen,
          text: message.bytes.toString(),
          exchange,
          finish: (result) => answer({ result }),
          fail: (error) => answer({ error }),
          ask: (method, params) => {
            const answers: Json[] = [];
            const id = `s${++asked}`;
            const askedId = peer.ask(
              scan({ jsonrpc: '2.0', id, method, ...(params === undefined ? {} : { params }) }),
              exchange,
              (reply) => void answers.push(parse(reply.bytes)),
            );
            return { answers, askedId };
          },
          progress: (progress) => {
            const { _meta: meta } = seen['params'] as { _meta: Json };
            const params = { progressToken: meta['progressToken'], progress };
            exchange.send(
              Buffer.from(JSON.stringify({ jsonrpc: '2.0', method: 'notifications/progress', params })),
            );
          },
        });
      },
      notify: (message) => void session.notified.push(parse(message.bytes)),
      close: () => {
        session.isClosed = true;
      },
    };
  };
  const request = (index = -1): LegacyRequestSeen => {
    const seen = sessions.flatMap(({ requests }) => requests).at(index);
    if (seen === undefined) throw new Error('The server was sent no such request.');
    return seen;
  };
  return { sessions, connect, request };
}

/** What a modern client puts into `_meta`. */
export function claimMeta(capabilities: Json = {}, more: Json = {}): Json {
  return {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'modern', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': capabilities,
    ...more,
  };
}

/** A modern request, scanned. */
export function modernRequest(id: unknown, method: string, params: Json = {}, meta: Json = claimMeta()) {
  const text = JSON.stringify({ jsonrpc: '2.0', id, method, params: { ...params, _meta: meta } });
  return { message: scanMessage(Buffer.from(text)), paramHeaders: {} };
}

/** All that waits for its turn has had it. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
