// What the MCP routes see of an HTTP request, and how they answer it: as much of Fastify's request and reply as they use, so
// that a request that came past Fastify (post-shortcut.ts) is no other to them.
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Caller } from '../auth/token-gate.ts';

export interface McpRequest {
  readonly headers: IncomingHttpHeaders;
  /** null where the route is open to everybody. */
  readonly caller: Caller | null;
}

export interface McpReply {
  readonly raw: ServerResponse;
  /** Whoever calls this writes to `raw`. */
  hijack(): unknown;
  code(status: number): McpReply;
  headers(headers: Readonly<Record<string, string>>): McpReply;
  type(contentType: string): McpReply;
  /** The answer; the last call. */
  send(body?: Buffer): unknown;
}

/** A reply that is nobody's but Node's. */
export class DirectReply implements McpReply {
  readonly raw: ServerResponse;
  private isTaken = false;
  private status = 200;
  private readonly added: Record<string, string> = {};

  constructor(raw: ServerResponse) {
    this.raw = raw;
  }

  /** What is sent from now on comes too late. */
  hijack(): void {
    this.isTaken = true;
  }

  code(status: number): this {
    this.status = status;
    return this;
  }

  headers(headers: Readonly<Record<string, string>>): this {
    Object.assign(this.added, headers);
    return this;
  }

  type(contentType: string): this {
    this.added['content-type'] = contentType;
    return this;
  }

  send(body: Buffer | null = null): void {
    // The client may be gone; there is nobody to tell then.
    if (this.isTaken || this.raw.destroyed) return;
    const length = { 'content-length': String(body?.length ?? 0) };
    this.raw.writeHead(this.status, { ...this.added, ...length }).end(body ?? undefined);
  }
}
