// One JSON-RPC message as bytes plus the places in it that a relay has to know (JSON-RPC 2.0; MCP basic).
// The bytes are never re-printed: what is not renamed reaches the other side as it came.
import { isUtf8 } from 'node:buffer';
import { isAt } from './known-words.ts';
import { isObjectSpan, scanObject, type Inside } from './members.ts';
import { decodeString, skipSpace, ScanError, type Span } from './scan.ts';

export type MessageKind = 'request' | 'notification' | 'result' | 'error';

/** JSON-RPC's own error codes. */
export const rpcCode = {
  parseError: -32_700,
  invalidRequest: -32_600,
  methodNotFound: -32_601,
  invalidParams: -32_602,
  internalError: -32_603,
} as const;

const version2 = Buffer.from('"2.0"');
const nothingInside: Inside = new Map();
/** Rules, counts and eras ask for members of these two, each for its own, of nearly every request. */
const looksInto: Inside = new Map([['params', new Map([['_meta', nothingInside]])]]);

/** Bytes that are not a JSON-RPC message: which code to answer with, and why. */
export class MessageError extends Error {
  readonly rpcCode: number;

  constructor(code: number, message: string) {
    super(message);
    this.name = 'MessageError';
    this.rpcCode = code;
  }
}

export interface IdSpan extends Span {
  /** As written. Of requests, whose id many ask for; answers may be given another one in their bytes. */
  readonly text?: string;
}

/** A scanned message. `bytes` holds exactly one JSON object, and whatever blanks and line breaks came with it. */
export interface Message {
  readonly bytes: Buffer;
  readonly kind: MessageKind;
  /** '' for results and errors. */
  readonly method: string;
  /** The id as written, quotes included; null for notifications and for errors with `id: null`. */
  readonly id: IdSpan | null;
  /** `params`, `result` or `error`, by kind; null when absent. */
  readonly body: Span | null;
}

/** The id as it was written, for use as a key: "1" and 1 are different ids. */
export function idText(message: Message): string {
  const { id, bytes } = message;
  return id === null ? '' : (id.text ?? bytes.toString('utf8', id.start, id.end));
}

/** Whether two ids as written mean the same: some servers print them otherwise than they read them (1.0 and 1). */
export function isSameId(one: string, other: string): boolean {
  return one === other || (one !== '' && other !== '' && JSON.parse(one) === JSON.parse(other));
}

/** Scans one message. Throws MessageError: not UTF-8, not JSON, or not JSON-RPC 2.0. */
export function scanMessage(bytes: Buffer): Message {
  if (!isUtf8(bytes)) throw new MessageError(rpcCode.parseError, 'The message is not UTF-8.');
  let found: ReadonlyMap<string, Span>;
  try {
    const start = skipSpace(bytes, 0);
    if (bytes[start] === 0x5b)
      throw new MessageError(
        rpcCode.invalidRequest,
        'Batches are not supported here; send one message at a time.',
      );
    const { members, end: last, fault } = scanObject(bytes, start, looksInto);
    if (fault !== null) throw fault;
    const end = skipSpace(bytes, last);
    if (end !== bytes.length) throw new ScanError('unexpected character', end);
    found = members;
  } catch (error) {
    if (!(error instanceof ScanError)) throw error;
    throw new MessageError(rpcCode.parseError, `The message is not a JSON object: ${error.message}.`);
  }
  return classify(bytes, found);
}

/** Scans one message; null for anything else. */
export function scanIfMessage(input: Buffer): Message | null {
  try {
    return scanMessage(input);
  } catch (error) {
    if (error instanceof MessageError) return null;
    throw error;
  }
}

function classify(bytes: Buffer, found: ReadonlyMap<string, Span>): Message {
  const version = found.get('jsonrpc');
  if (version === undefined || version.end - version.start !== 5 || !isAt(version2, bytes, version.start)) {
    throw new MessageError(
      rpcCode.invalidRequest,
      'The message is not JSON-RPC 2.0: "jsonrpc" must be "2.0".',
    );
  }
  const id = validId(bytes, found.get('id'));
  const method = found.get('method');
  if (method !== undefined) {
    if (bytes[method.start] !== 0x22)
      throw new MessageError(rpcCode.invalidRequest, '"method" must be a string.');
    const params = found.get('params') ?? null;
    if (params !== null && bytes[params.start] !== 0x7b) {
      throw new MessageError(rpcCode.invalidRequest, '"params" must be an object.');
    }
    if (id === null && found.has('id'))
      throw new MessageError(rpcCode.invalidRequest, '"id" of a request must not be null.');
    return {
      bytes,
      kind: id === null ? 'notification' : 'request',
      method: decodeString(bytes, method),
      id: id === null ? null : { ...id, text: bytes.toString('utf8', id.start, id.end) },
      body: params,
    };
  }
  const result = found.get('result');
  const error = found.get('error');
  if ((result === undefined) === (error === undefined)) {
    throw new MessageError(
      rpcCode.invalidRequest,
      'The message needs a "method", or exactly one of "result" and "error".',
    );
  }
  if (id === null && error === undefined)
    throw new MessageError(rpcCode.invalidRequest, 'A result needs an "id".');
  return {
    bytes,
    kind: error === undefined ? 'result' : 'error',
    method: '',
    id,
    body: result ?? error ?? null,
  };
}

function validId(bytes: Buffer, span: Span | undefined): Span | null {
  if (span === undefined) return null;
  const first = bytes[span.start];
  if (first === 0x6e) return null;
  if (first === 0x22 || first === 0x2d || (first !== undefined && first >= 0x30 && first <= 0x39))
    return span;
  throw new MessageError(rpcCode.invalidRequest, '"id" must be a string or a number.');
}

/**
 * The named members of an object at `span`; those that are absent are missing from the answer. Throws MessageError when
 * a key stands twice: whoever reads it next might take the other one.
 */
export function pickMembers<Name extends string>(
  bytes: Buffer,
  span: Span | null | undefined,
  names: readonly Name[],
): Partial<Record<Name, Span>> {
  const found: Partial<Record<Name, Span>> = {};
  if (span === null || span === undefined || bytes[span.start] !== 0x7b) return found;
  try {
    const { members, fault } = isObjectSpan(span) ? span : scanObject(bytes, span.start, nothingInside);
    if (fault !== null) throw fault;
    for (const name of names) {
      const value = members.get(name);
      if (value !== undefined) found[name] = value;
    }
  } catch (error) {
    if (!(error instanceof ScanError)) throw error;
    throw new MessageError(rpcCode.invalidParams, `The message is ambiguous: ${error.message}.`);
  }
  return found;
}

/** The string at `span`, or undefined when there is none or it is no string. */
export function textAt(bytes: Buffer, span: Span | undefined): string | undefined {
  return span !== undefined && bytes[span.start] === 0x22 ? decodeString(bytes, span) : undefined;
}

/** The bytes at `span` as a value. Use off the forwarding path only. */
export function parseAt(bytes: Buffer, span: Span | null | undefined): unknown {
  return span === null || span === undefined
    ? undefined
    : JSON.parse(bytes.toString('utf8', span.start, span.end));
}

/** The place of `params._meta.progressToken` (MCP basic/utilities/progress). */
export function progressTokenSpan(message: Message): Span | undefined {
  const { _meta: meta } = pickMembers(message.bytes, message.body, ['_meta']);
  return pickMembers(message.bytes, meta, ['progressToken']).progressToken;
}

/** Whether it is the notification that a list has changed, whoever's list. */
export function isListChange(message: Buffer): boolean {
  return message.includes('/list_changed') && scanMessage(message).method.endsWith('/list_changed');
}

/** What a `notifications/cancelled` says: the id as written, and why (MCP basic/utilities/cancellation). */
export function readCancelled({ bytes, body }: Message): { id: string; reason: string | undefined } {
  const { requestId, reason } = pickMembers(bytes, body, ['requestId', 'reason']);
  const id = requestId === undefined ? '' : bytes.toString('utf8', requestId.start, requestId.end);
  return { id, reason: textAt(bytes, reason) };
}
