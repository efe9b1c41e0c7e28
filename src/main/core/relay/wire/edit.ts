// Changing messages without re-printing them, and printing the few that the gateway says itself.
import type { Message } from './message.ts';
import type { Span } from './scan.ts';

/** One replacement: the bytes at `span` become `text`. */
export interface Replacement {
  readonly span: Span;
  readonly text: string | Buffer;
}

/** A copy of `bytes` with the replacements made. They must not overlap; any order. */
export function splice(bytes: Buffer, replacements: readonly Replacement[]): Buffer {
  const parts: Buffer[] = [];
  let at = 0;
  for (const { span, text } of replacements.toSorted((a, b) => a.span.start - b.span.start)) {
    parts.push(bytes.subarray(at, span.start), typeof text === 'string' ? Buffer.from(text) : text);
    at = span.end;
  }
  parts.push(bytes.subarray(at));
  return Buffer.concat(parts);
}

/** The message with another id, given as written (quotes included). */
export function withId(message: Message, id: string): Buffer {
  return message.id === null ? message.bytes : splice(message.bytes, [{ span: message.id, text: id }]);
}

/** A copy of a request under another id, a natural number, as its progress token as well, where it has one. */
export function renamed({ bytes, id: old }: Message, token: Span | null, id: number): Buffer {
  const [first, second] =
    old !== null && token !== null && token.start < old.start ? [token, old] : [old, token];
  if (first === null) return second === null ? bytes : renamedAt(bytes, second, null, id);
  return renamedAt(bytes, first, second, id);
}

function renamedAt(bytes: Buffer, first: Span, second: Span | null, id: number): Buffer {
  const shorter = first.end - first.start + (second === null ? 0 : second.end - second.start);
  const digits = digitsOf(id);
  const copy = Buffer.allocUnsafe(bytes.length - shorter + digits * (second === null ? 1 : 2));
  let at = bytes.copy(copy, 0, 0, first.start);
  at = writeNumber(copy, at, id, digits);
  if (second !== null) {
    at += bytes.copy(copy, at, first.end, second.start);
    at = writeNumber(copy, at, id, digits);
  }
  bytes.copy(copy, at, (second ?? first).end);
  return copy;
}

function digitsOf(id: number): number {
  let digits = 1;
  for (let rest = id; rest >= 10; rest /= 10) digits++;
  return digits;
}

/** Without a text for each, which V8 would keep for a while. Returns where it ends. */
function writeNumber(target: Buffer, at: number, id: number, digits: number): number {
  let rest = id;
  for (let place = at + digits - 1; place >= at; place--) {
    target[place] = 0x30 + (rest % 10);
    rest = Math.floor(rest / 10);
  }
  return at + digits;
}

/**
 * The same for a message whose bytes nobody else has: they are changed where the id has room in the place of the old one,
 * so that long answers are not copied.
 */
export function renamedInPlace(message: Message, id: string): Buffer {
  const { bytes, id: old } = message;
  const spare = old === null ? -1 : old.end - old.start - Buffer.byteLength(id);
  if (old === null || spare < 0) return withId(message, id);
  // The shorter side gives way.
  if (old.start <= bytes.length - old.end) {
    bytes.write(id, old.start + spare);
    bytes.copyWithin(spare, 0, old.start);
    return bytes.subarray(spare);
  }
  bytes.write(id, old.start);
  bytes.copyWithin(old.end - spare, old.end);
  return bytes.subarray(0, bytes.length - spare);
}

/** A successful answer; `id` as written. */
export function resultMessage(id: string, result: unknown): Buffer {
  return resultFromText(id, JSON.stringify(result));
}

/** A successful answer around a result that is JSON already. */
export function resultFromText(id: string, result: string | Buffer): Buffer {
  return Buffer.concat([
    Buffer.from(`{"jsonrpc":"2.0","id":${id},"result":`),
    typeof result === 'string' ? Buffer.from(result) : result,
    Buffer.from('}'),
  ]);
}

export interface RpcError {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

/** An error answer; `id` as written, 'null' where the request's is unknown. */
export function errorMessage(id: string, error: RpcError): Buffer {
  return Buffer.from(`{"jsonrpc":"2.0","id":${id},"error":${JSON.stringify(error)}}`);
}

/** A request of the gateway itself; `id` as written. */
export function requestMessage(id: string, method: string, params: unknown): Buffer {
  return Buffer.from(
    `{"jsonrpc":"2.0","id":${id},"method":${JSON.stringify(method)},"params":${JSON.stringify(params)}}`,
  );
}

/** A notification of the gateway itself. */
export function notificationMessage(method: string, params?: unknown): Buffer {
  return Buffer.from(JSON.stringify({ jsonrpc: '2.0', method, ...(params === undefined ? {} : { params }) }));
}

/** Tells the other side that the answer to `id` (as written) is no longer wanted. */
export function cancelledMessage(id: string, reason: string): Buffer {
  return Buffer.from(
    `{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":${id},"reason":${JSON.stringify(reason)}}}`,
  );
}
