// What a failed call was told: an error of the gateway that names its cause, a lost connection, its own patience, or
// something that nobody should be told.
import { errorTable, type ErrorCode } from '../../../src/shared/errors.ts';
import { AnswerCut } from './raw.ts';
import { ToolFailed } from './types.ts';

export type Failure =
  | { readonly kind: 'named'; readonly code: ErrorCode; readonly message: string }
  | { readonly kind: 'lost' | 'patience' | 'other'; readonly message: string };

const networkCodes = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'HPE_INVALID_EOF_STATE',
]);
const networkWords =
  /other side closed|terminated|fetch failed|socket hang up|Connection closed|SSE stream disconnected|Not connected|premature|Body is unusable/i;
const patienceWords = /timed out|timeout|aborted due to timeout/i;
/** In what HTTP clients say of an answer that is no success, the body is quoted. */
const codePattern = /"code":\s?"([A-Z_]+)"/;

export function describeFailure(error: unknown): Failure {
  const message = messageOf(error);
  const code = codeOf(error) ?? codePattern.exec(message)?.[1];
  if (code !== undefined && code in errorTable) return { kind: 'named', code: code as ErrorCode, message };
  if (error instanceof ToolFailed) return { kind: 'named', code: 'UPSTREAM_ERROR', message };
  if (error instanceof AnswerCut) return { kind: 'lost', message };
  if (causes(error).some((each) => networkCodes.has(systemCode(each)))) return { kind: 'lost', message };
  if (networkWords.test(message)) return { kind: 'lost', message };
  if (patienceWords.test(message) || message.includes('AbortError')) return { kind: 'patience', message };
  return { kind: 'other', message };
}

/** The gateway's own code, in `data` of a JSON-RPC error. */
function codeOf(error: unknown): string | undefined {
  const data = (error as { readonly data?: unknown } | null)?.data;
  const code = (data as { readonly code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}

function causes(error: unknown): readonly Error[] {
  return error instanceof Error ? [error, ...causes(error.cause)] : [];
}

function systemCode(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function messageOf(error: unknown): string {
  return causes(error)
    .map(({ name, message }) => `${name}: ${message}`)
    .join(' ← ')
    .slice(0, 2000);
}
