// Who calls the management API: a program with the console's token, or a browser with a session cookie.
// A cookie travels by itself, so a call that has only that must also show that our own page made it.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { AppError } from '../../../shared/errors.ts';
import type { HostGuard } from '../http-guards/host-guard.ts';
import type { LoginSessions } from './login-sessions.ts';

const cookieName = 'patchbay_console';

/** How a caller showed who it is. */
export type Caller = 'token' | 'session';

export interface AuthenticatorParts {
  readonly token: string;
  readonly sessions: LoginSessions;
  readonly guard: HostGuard;
}

/** Names the caller, or throws UNAUTHORIZED, or FORBIDDEN_ORIGIN for a cookie on a call that is not our page's. */
export function authenticate(parts: AuthenticatorParts, request: IncomingMessage): Caller {
  const { authorization, cookie } = request.headers;
  if (authorization !== undefined) {
    const given = /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
    if (given !== undefined && sameSecret(given, parts.token)) return 'token';
    throw unauthorized('The console’s token is not valid.');
  }
  if (!cookieValues(cookie ?? '').some((value) => parts.sessions.isKnown(value))) {
    throw unauthorized('The call carries neither the console’s token nor a session of the console.');
  }
  requireOwnPage(parts.guard, request);
  return 'session';
}

/** The Set-Cookie value that opens a session. */
export function sessionCookie(sessionId: string): string {
  return `${cookieName}=${sessionId}; HttpOnly; SameSite=Strict; Path=/`;
}

// Cookies know no ports: a page of any other local server would send ours along (SameSite=Strict included).
function requireOwnPage(guard: HostGuard, request: IncomingMessage): void {
  const { origin, 'sec-fetch-site': site, 'content-type': contentType } = request.headers;
  const ownOrigin = origin !== undefined && guard.isOwnOrigin(origin);
  if (request.method === 'GET') {
    if (site === undefined || site === 'same-origin' || ownOrigin) return;
    throw foreignPage();
  }
  if (!ownOrigin && site !== 'same-origin') throw foreignPage();
  if (contentType?.split(';')[0]?.trim().toLowerCase() !== 'application/json') {
    throw new AppError('BAD_REQUEST', 'The content type is not application/json.', {
      expected: 'Send the input as JSON with content-type application/json.',
    });
  }
}

function foreignPage(): AppError {
  return new AppError('FORBIDDEN_ORIGIN', 'The call does not come from the console’s own page.', {
    expected: 'Programs use the token in the file console-token of the data folder.',
  });
}

function unauthorized(message: string): AppError {
  return new AppError('UNAUTHORIZED', message, {
    expected: 'Send the content of the data folder’s console-token as bearer token, or open a fresh link.',
  });
}

function cookieValues(header: string): readonly string[] {
  return header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${cookieName}=`))
    .map((pair) => pair.slice(cookieName.length + 1));
}

function sameSecret(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
