// AppErrors as JSON-RPC errors: the one place where the gateway's own failures get their codes.
import { describeError, toAppError, type ErrorCode } from '../../../shared/errors.ts';
import { errorMessage } from './wire/edit.ts';
import { MessageError, rpcCode } from './wire/message.ts';

/** Codes that clients know: -32001 for timeouts and lost sessions, -32000 for a connection that is gone. */
const codes: Partial<Record<ErrorCode, number>> = {
  BAD_REQUEST: rpcCode.invalidRequest,
  SERVER_TIMEOUT: -32_001,
  SESSION_UNKNOWN: -32_001,
  GATEWAY_STOPPING: -32_000,
  CALL_INTERRUPTED: -32_000,
  SERVER_FAILED: -32_000,
  SERVER_EXITED: -32_000,
  SERVER_DISABLED: -32_000,
  SERVERS_PAUSED: -32_000,
  SERVER_UNKNOWN: -32_000,
  UPSTREAM_ERROR: -32_000,
  CONFIG_VARIABLE_MISSING: -32_000,
  CONFIG_INVALID: -32_000,
  LIMIT_REACHED: -32_000,
  MESSAGE_TOO_LARGE: -32_000,
  UNAUTHORIZED: -32_000,
  INSUFFICIENT_SCOPE: -32_000,
  FORBIDDEN_HOST: -32_000,
  FORBIDDEN_ORIGIN: -32_000,
  TOOL_UNKNOWN: rpcCode.invalidParams,
  TOOL_DENIED: rpcCode.invalidParams,
};

/** An error answer for `id` (as written; 'null' if unknown), its data naming code, server and what to do. */
export function failureMessage(id: string, error: unknown): Buffer {
  if (error instanceof MessageError) return errorMessage(id, { code: error.rpcCode, message: error.message });
  const { code, details, expected } = toAppError(error);
  return errorMessage(id, {
    code: codes[code] ?? rpcCode.internalError,
    message: describeError(error),
    data: { ...details, code, ...(expected === undefined ? {} : { expected }) },
  });
}

/** The answer to a request whose id the session has in use (MCP basic: ids are unique within a session). */
export function idInUse(id: string): Buffer {
  return errorMessage(id, {
    code: rpcCode.invalidRequest,
    message: `A request with the id ${id} is in flight already.`,
  });
}
