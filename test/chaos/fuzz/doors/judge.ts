// Whether an answer to garbage is one that the gateway may give: there is one, it is no failure of its own, and it is what
// it says it is.
import { errorTable, type ErrorCode } from '../../../../src/shared/errors.ts';
import { isRecord } from '../../../../src/shared/is-record.ts';
import type { Verdict } from './door.ts';
import type { RawReply, RawRequest } from './send-raw.ts';

/** Failures of a server, not of the gateway. */
const ofServers: readonly string[] = [
  'SERVER_FAILED',
  'SERVER_OFFLINE',
  'SERVER_EXITED',
  'SERVER_TIMEOUT',
  'UPSTREAM_ERROR',
] satisfies readonly ErrorCode[];
const shownCharacters = 1500;

export function judge(request: RawRequest, reply: RawReply): Verdict {
  const fault = faultIn(request, reply);
  const { status, hasHung } = reply;
  const outcome = hasHung ? 'no answer' : status === null ? 'closed' : `${Math.floor(status / 100)}xx`;
  if (fault === null) return { outcome, fault };
  const sent = request.bytes.toString('latin1').slice(0, shownCharacters);
  return { outcome, fault: `${fault}\n${sent}\n→ ${status ?? outcome} ${reply.body.slice(0, 800)}` };
}

function faultIn(request: RawRequest, reply: RawReply): string | null {
  const { status, hasHung, headers, body, isCut } = reply;
  if (status === null) {
    if (!request.isComplete) return null;
    return hasHung ? 'No answer.' : 'Closed without an answer.';
  }
  if (hasHung) return 'An answer that does not end.';
  // An answer to HEAD has no body, whatever its headers say; what follows answers something else.
  if (request.bytes.subarray(0, 5).toString() === 'HEAD ') return status >= 500 ? 'A failure.' : null;
  const isJson = headers['content-type']?.startsWith('application/json') === true;
  const isWhole = !isCut && body !== '' && headers['transfer-encoding'] === undefined;
  const value = isJson && isWhole ? parsed(body) : null;
  if (value === undefined) return 'JSON that is none.';
  const code = codeOf(value);
  if (code === 'INTERNAL') return 'A mistake of the gateway.';
  if (status >= 500 && !(code !== undefined && ofServers.includes(code))) return 'A failure of the gateway.';
  return null;
}

/** undefined: no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The gateway's own code in an error, as JSON-RPC or plain. */
function codeOf(value: unknown): string | undefined {
  const error = isRecord(value) ? value['error'] : undefined;
  if (!isRecord(error)) return undefined;
  const { code, data } = error;
  const found = typeof code === 'string' ? code : isRecord(data) ? data['code'] : undefined;
  return typeof found === 'string' && found in errorTable ? found : undefined;
}
