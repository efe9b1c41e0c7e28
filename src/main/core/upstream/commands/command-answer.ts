// The answer of a JSON-RPC command server, and the result of a tool that is made of it (MCP server/tools). What a command
// returns stays the bytes that came.
import { isRecord } from '../../../../shared/is-record.ts';
import { MessageError, parseAt, pickMembers, rpcCode } from '../../relay/wire/message.ts';
import type { Span } from '../../relay/wire/scan.ts';

/** `id` as it was written; undefined where there is none. */
export type CommandAnswer = { readonly id: string | undefined } & Outcome;

type Outcome =
  | { readonly kind: 'result'; readonly value: unknown; readonly text: string }
  | { readonly kind: 'error'; readonly message: string; readonly isUnknownMethod: boolean };

/** null when the body is no JSON-RPC answer, or one that can be read in two ways. */
export function readAnswer(bytes: Buffer): CommandAnswer | null {
  try {
    return isRecord(JSON.parse(bytes.toString('utf8'))) ? read(bytes) : null;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof MessageError) return null;
    throw error;
  }
}

function read(bytes: Buffer): CommandAnswer | null {
  const whole = { start: bytes.indexOf('{'), end: bytes.length };
  const members = pickMembers(bytes, whole, ['id', 'result', 'error']);
  const outcome = readOutcome(bytes, members);
  return outcome && { ...outcome, id: members.id === undefined ? undefined : textAt(bytes, members.id) };
}

function readOutcome(
  bytes: Buffer,
  { result, error }: { readonly result?: Span; readonly error?: Span },
): Outcome | null {
  const fault = error === undefined ? null : parseAt(bytes, error);
  if (fault !== null) return failure(fault, isRecord(fault) && fault['code'] === rpcCode.methodNotFound);
  if (result === undefined) return null;
  const value = parseAt(bytes, result);
  return hasFailed(value)
    ? failure(value['error'] ?? value['message'] ?? value, false)
    : { kind: 'result', value, text: textAt(bytes, result) };
}

/** A CallToolResult, printed. */
export function toolResult(answer: Outcome): string {
  if (answer.kind === 'error') {
    return JSON.stringify({ content: [{ type: 'text', text: answer.message }], isError: true });
  }
  const { value, text } = answer;
  const shown = typeof value === 'string' ? value : text;
  const structured = isRecord(value) ? text : `{"result":${text}}`;
  return `{"content":[{"type":"text","text":${JSON.stringify(shown)}}],"structuredContent":${structured}}`;
}

function hasFailed(value: unknown): value is Readonly<Record<string, unknown>> {
  return isRecord(value) && value['success'] === false;
}

function failure(fault: unknown, isUnknownMethod: boolean): Outcome {
  return { kind: 'error', message: messageOf(fault), isUnknownMethod };
}

/** A text, or an object with one and perhaps particulars. */
function messageOf(fault: unknown): string {
  if (typeof fault === 'string') return fault;
  if (!isRecord(fault) || typeof fault['message'] !== 'string') return JSON.stringify(fault);
  const { message, data } = fault;
  const hasParticulars =
    data !== undefined && data !== null && !(isRecord(data) && Object.keys(data).length === 0);
  return hasParticulars ? `${message} ${JSON.stringify(data)}` : message;
}

function textAt(bytes: Buffer, { start, end }: Span): string {
  return bytes.toString('utf8', start, end);
}
