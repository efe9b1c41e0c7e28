// The words of the modern era (MCP 2026-07-28): no session, each request carries who asks and what they can do.
import type { Exchange } from '../types.ts';
import type { Message } from '../wire/message.ts';

/** What a modern request says of its client in `params._meta` (MCP 2026-07-28, basic, `_meta`). */
export interface ModernClaim {
  readonly protocolVersion: string;
  readonly capabilities: Readonly<Record<string, unknown>>;
  readonly clientInfo: { readonly name: string; readonly version: string };
  /** Log messages of this level and above are wanted with the answer; null: none. */
  readonly logLevel: string | null;
}

/** A request under way. */
export interface Underway {
  /** Nobody waits for the answer any more. Its exchange hears nothing after this. */
  cancel(reason: string): void;
}

/** A modern request, complete with its `_meta`, and what its HTTP request said beside the body. */
export interface ModernRequest {
  readonly message: Message;
  /** `Mcp-Param-*` headers as they came, names in lower case; null from a client that knows nothing of headers. */
  readonly paramHeaders: Readonly<Record<string, string>> | null;
  /** Whose it is; null, or left out: nobody's in particular. */
  readonly owner?: string | null;
}

/**
 * A way to a server that speaks the modern era, whatever its transport. Never throws: failures are answers. The exchange
 * hears notifications of this request by `send` and the answer, `input_required` included, by `finish`; `abandon` means
 * that the server ended a subscription without one.
 */
export interface ModernLink {
  request(request: ModernRequest, exchange: Exchange): Underway;
}
