// The HTTP answer to an `initialize`: it comes with a session at the server, which is to be ended also where nobody waits for
// it any more (MCP basic/transports, session management).
import { deferred } from '../../deferred.ts';
import type { Clock } from '../../ports.ts';
import type { HttpAnswer, HttpTransport, SessionHeaders } from './transport.ts';

/** How long an answer may still take that nobody waits for, and then the end of its session, in milliseconds. */
const graceMs = 2000;

export interface OpeningAnswerOptions {
  readonly transport: HttpTransport;
  readonly clock: Clock;
  /** Aborts when nobody waits for it any more. */
  readonly signal: AbortSignal;
}

/** Sends an `initialize`. Rejects with AppError when the server cannot be reached, and at once when nobody waits any more. */
export async function openingAnswer(
  { transport, clock, signal }: OpeningAnswerOptions,
  message: Buffer,
  used: SessionHeaders,
): Promise<HttpAnswer> {
  if (signal.aborted) throw transport.unreachable(signal.reason);
  const abort = new AbortController();
  const answering = transport.post(message, used, abort.signal);
  const left = deferred<never>();
  const leave = (): void => {
    left.reject(transport.unreachable(signal.reason));
    const cancel = clock.after(graceMs, () => abort.abort());
    answering
      .then(
        (answer) => endUnused(transport, answer),
        () => undefined,
      )
      .finally(cancel);
  };
  signal.addEventListener('abort', leave, { once: true });
  try {
    const answer = await Promise.race([answering, left.promise]);
    // From here on it is known which session is to be ended.
    signal.addEventListener('abort', () => abort.abort(), { once: true });
    return answer;
  } finally {
    signal.removeEventListener('abort', leave);
  }
}

function endUnused(transport: HttpTransport, answer: HttpAnswer): void {
  answer.body.dump().catch(() => undefined);
  const sessionId = answer.headers['mcp-session-id'];
  if (typeof sessionId !== 'string') return;
  transport.end({ sessionId, protocolVersion: null }, AbortSignal.timeout(graceMs)).catch(() => undefined);
}
