// Whether somebody answers behind a URL that a person is writing. Sends nothing of the entry, no header and no token: the
// host may be half a word yet. Follows no redirect, and goes through the same guard as every connection to a server.
import { request, type Dispatcher } from 'undici';
import type { UrlCheck } from '../../../shared/server-detail.ts';

const patienceMs = 5000;

const unchecked: UrlCheck = { status: 'unchecked', httpStatus: null, reason: null };

/** `written`: as it stands in the entry; with variables in it, nobody is asked. Never rejects. */
export async function checkUrl(
  written: string,
  dispatcher: Dispatcher,
  signal?: AbortSignal,
): Promise<UrlCheck> {
  if (written.includes('${') || !URL.canParse(written)) return unchecked;
  const { protocol } = new URL(written);
  if (protocol !== 'http:' && protocol !== 'https:') return unchecked;
  const limit = AbortSignal.timeout(patienceMs);
  try {
    const { statusCode, body } = await request(written, {
      dispatcher,
      // What a server of either transport answers without beginning a session.
      headers: { accept: 'text/event-stream, application/json' },
      signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
    });
    body.on('error', () => undefined);
    body.destroy();
    return { status: meaningOf(statusCode), httpStatus: statusCode, reason: null };
  } catch (error) {
    return { status: 'unreachable', httpStatus: null, reason: reasonOf(error, limit.aborted) };
  }
}

/** 405 and 400 are what servers say to a GET that they do not take. */
function meaningOf(status: number): UrlCheck['status'] {
  if (status === 401 || status === 403 || status === 407) return 'wants-token';
  if (status === 404 || status === 410) return 'not-found';
  return status >= 500 ? 'refused' : 'answers';
}

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the host’s name cannot be looked up now',
  ETIMEDOUT: 'no answer in time',
  ECONNRESET: 'the connection was cut',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
};

function reasonOf(error: unknown, isLate: boolean): string {
  if (isLate) return `no answer within ${patienceMs / 1000} s`;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return words[code] ?? (error instanceof Error ? error.message : String(error));
}
