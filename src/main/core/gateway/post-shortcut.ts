// The short way of MCP messages that are POSTed: what every guard lets pass at once goes to the routes without Fastify, whose
// request, reply and hooks cost more than all guards together (docs/PERFORMANCE.md). Lets nothing pass that the long way would
// refuse, and refuses nothing: whatever is out of the ordinary is left to the long way, untouched.
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AppError } from '../../../shared/errors.ts';
import type { Caller } from '../auth/token-gate.ts';
import type { GuardedRequest } from '../http-guards/host-guard.ts';
import type { NamedRoute } from '../http-guards/route-list.ts';
import { DirectReply, type McpReply, type McpRequest } from './mcp-message.ts';
import type { RequestRates } from './rate-guard.ts';
import type { Target } from './session-lookup.ts';
import { requireRights, type RightsOptions } from './token-guard.ts';
import type { Traffic } from './traffic.ts';

export interface PostShortcutOptions extends RightsOptions {
  readonly guard: { check(request: GuardedRequest): AppError | null };
  readonly rates: RequestRates;
  /** In bytes; read at each request. */
  readonly maxMessageBytes: () => number;
  readonly traffic: Traffic;
  /** All that there are at this address; some are added late. */
  readonly routes: readonly NamedRoute[];
  readonly post: (request: McpRequest, reply: McpReply, body: Buffer, target: Target) => void;
}

/** Addresses of servers whose names need no decoding. */
const plainPath = /^\/mcp(?:\/([\w.-]{1,128}))?$/;

export class PostShortcut {
  private readonly options: PostShortcutOptions;
  /** Clients ask for the same few again and again. */
  private last: { readonly url: string; readonly target: Target } = { url: '/mcp', target: null };

  constructor(options: PostShortcutOptions) {
    this.options = options;
  }

  /** False: it is not for here, and nothing has been done with it. */
  take(request: IncomingMessage, response: ServerResponse): boolean {
    const { traffic } = this.options;
    if (request.method !== 'POST' || traffic.isLeaving) return false;
    const target = this.targetOf(request.url ?? '');
    const length = this.lengthOf(request.headers);
    if (target === undefined || length === null) return false;
    const caller = this.callerOf(request, target);
    if (caller === null) return false;
    traffic.admitted(response, caller);
    this.receive(request, response, { caller, target, length });
    return true;
  }

  /** undefined: no address of messages, or one that has to be decoded. */
  private targetOf(url: string): Target | undefined {
    if (url === this.last.url) return this.last.target;
    const found = plainPath.exec(url);
    const target = found?.[1] ?? null;
    if (found === null || (target !== null && this.hasRoute(url))) return undefined;
    this.last = { url, target };
    return target;
  }

  /** Some names below `/mcp` are no servers'. */
  private hasRoute(path: string): boolean {
    return this.options.routes.some(({ url }) => url === path);
  }

  /** Of a body that is taken, in bytes; null where that is not plain to see. */
  private lengthOf(headers: IncomingHttpHeaders): number | null {
    if (headers['content-type'] !== 'application/json') return null;
    const length = Number(headers['content-length']);
    return length > 0 && length <= this.options.maxMessageBytes() ? length : null;
  }

  /** null where somebody may be refused, or has to be looked at for longer. */
  private callerOf(request: IncomingMessage, target: Target): Caller | null {
    const { guard, gate, rates } = this.options;
    if (guard.check(request) !== null) return null;
    const caller = gate.known('mcp', request.headers.authorization);
    if (caller === null || !this.hasRights(caller, target)) return null;
    if (rates.spares('mcp')) return caller;
    // The last question, as it counts.
    return caller.access.owner !== null && rates.takeFor(caller.access.owner) === null ? caller : null;
  }

  private hasRights(caller: Caller, target: Target): boolean {
    try {
      requireRights(caller, 'mcp', target ?? undefined, this.options);
      return true;
    } catch {
      return false;
    }
  }

  /**
   * Nothing comes of a body that never comes whole: the server ends such requests. One that is whole is a message, whatever
   * nonsense follows on its connection.
   */
  private receive(
    request: IncomingMessage,
    response: ServerResponse,
    { caller, target, length }: { readonly caller: Caller; readonly target: Target; readonly length: number },
  ): void {
    const { headers } = request;
    const parts: Buffer[] = [];
    let size = 0;
    request.on('data', (part: Buffer) => {
      size += part.length;
      parts.push(part);
      if (size < length) return;
      const body = parts.length === 1 ? part : Buffer.concat(parts, size);
      this.options.post({ headers, caller }, new DirectReply(response), body, target);
    });
  }
}
