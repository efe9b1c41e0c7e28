// A modern server whose every word a test decides, and which writes down what it is sent.
import type { ModernLink } from '../../src/main/core/relay/modern/types.ts';
import type { Exchange } from '../../src/main/core/relay/types.ts';
import { parse, type Json } from './listening-peer.ts';

export interface ModernRequestSeen {
  readonly message: Json;
  readonly text: string;
  readonly exchange: Exchange;
  /** Why it was cancelled; null: it was not. */
  cancelled: string | null;
  finish(result: Json): void;
  fail(error: Json): void;
  notify(method: string, params?: Json): void;
}

export interface ScriptedModernServer {
  readonly link: ModernLink;
  readonly requests: readonly ModernRequestSeen[];
  of(method: string): readonly ModernRequestSeen[];
}

export function scriptedModernServer(): ScriptedModernServer {
  const requests: ModernRequestSeen[] = [];
  const link: ModernLink = {
    request: ({ message }, exchange) => {
      const seen = parse(message.bytes);
      const say = (rest: Json): Buffer => Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...rest }));
      const request: ModernRequestSeen = {
        message: seen,
        text: message.bytes.toString(),
        exchange,
        cancelled: null,
        finish: (result) => exchange.finish(say({ id: seen['id'], result })),
        fail: (error) => exchange.finish(say({ id: seen['id'], error })),
        notify: (method, params = {}) => exchange.send(say({ method, params })),
      };
      requests.push(request);
      return { cancel: (reason) => void (request.cancelled ??= reason) };
    },
  };
  return { link, requests, of: (method) => requests.filter(({ message }) => message['method'] === method) };
}

/** What a request says beside its claim. */
export function withoutClaim({ message }: ModernRequestSeen): Json {
  const { _meta: meta, ...params } = message['params'] as Json;
  const rest = Object.entries((meta ?? {}) as Json).filter(
    ([key]) => !key.startsWith('io.modelcontextprotocol/'),
  );
  return { ...params, ...(rest.length === 0 ? {} : { _meta: Object.fromEntries(rest) }) };
}
