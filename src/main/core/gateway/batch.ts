// A JSON-RPC batch as what is in it (JSON-RPC 2.0, section 6; MCP 2025-03-26, basic): messages to be handled, and answers to
// what is none or must not be there. Knows nothing of HTTP or sessions.
import { isUtf8 } from 'node:buffer';
import type { Bounds } from '../bounds/bounds.ts';
import { claimedVersionSpan } from '../relay/modern/claim.ts';
import { failureMessage } from '../relay/rpc-errors.ts';
import { idText, MessageError, rpcCode, scanMessage, type Message } from '../relay/wire/message.ts';
import { eachElement, ScanError, skipSpace, type Span } from '../relay/wire/scan.ts';

export interface Batch {
  /** In their order. */
  readonly messages: readonly Message[];
  /** Error answers to the other elements. */
  readonly refusals: readonly Buffer[];
}

/** Whether a body is an array, whatever is in it. */
export function isBatch(body: Buffer): boolean {
  return body[skipSpace(body, 0)] === 0x5b;
}

/** Throws MessageError for a batch as a whole that is not JSON or empty, AppError LIMIT_REACHED for one that is too long. */
export function readBatch(body: Buffer, bounds: Bounds): Batch {
  if (!isUtf8(body)) throw new MessageError(rpcCode.parseError, 'The batch is not UTF-8.');
  const spans = elementsOf(body);
  if (spans.length === 0) throw invalid('The batch is empty.');
  const most = bounds.get('batchLength');
  if (spans.length > most) {
    const many = `The batch has ${spans.length} messages; at most ${most} are taken at once.`;
    throw bounds.refusal('batchLength', many, { code: 'BAD_REQUEST', instead: 'Send fewer at once' });
  }
  const messages: Message[] = [];
  const refusals: Buffer[] = [];
  for (const { start, end } of spans) {
    const element = readElement(body.subarray(start, end));
    if (Buffer.isBuffer(element)) refusals.push(element);
    else messages.push(element);
  }
  return { messages, refusals };
}

function elementsOf(body: Buffer): readonly Span[] {
  const spans: Span[] = [];
  try {
    const end = eachElement(body, 0, (span) => spans.push(span));
    if (skipSpace(body, end) !== body.length) throw new ScanError('unexpected character', end);
  } catch (error) {
    if (!(error instanceof ScanError)) throw error;
    throw new MessageError(rpcCode.parseError, `The batch is not a JSON array: ${error.message}.`);
  }
  return spans;
}

/** The message, or the error that answers what is none. */
function readElement(bytes: Buffer): Message | Buffer {
  let id = 'null';
  try {
    const message = scanMessage(bytes);
    if (message.kind === 'request') id = idText(message);
    checkPlace(message);
    return message;
  } catch (error) {
    if (!(error instanceof MessageError)) throw error;
    // The batch as a whole is JSON; what is wrong with an element is what it is, not how it is written.
    return failureMessage(id, invalid(error.message));
  }
}

/** Throws MessageError for what must not be in a batch (MCP 2025-03-26, basic/lifecycle; later revisions have none). */
function checkPlace(message: Message): void {
  if (message.kind === 'request' && message.method === 'initialize')
    throw invalid('initialize must not be part of a batch: send it alone.');
  if (claimedVersionSpan(message) !== undefined)
    throw invalid('The revision that this message claims has no batches: send it alone.');
}

function invalid(text: string): MessageError {
  return new MessageError(rpcCode.invalidRequest, text);
}
