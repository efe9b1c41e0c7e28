// The console's page and the one-time links that lead to it. Nobody needs to be known here: the page's files hold
// no secrets, and a link is its own proof.
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Audit } from '../audit/audit.ts';
import { sessionCookie } from './authenticate.ts';
import type { LoginDelays } from '../http-guards/login-delays.ts';
import { tooManyFailures } from '../http-guards/too-many.ts';
import type { LoginSessions } from './login-sessions.ts';
import type { PageFiles } from './page-files.ts';

const deadLinkText = `This link has been used already, or it is older than ten minutes.

A link to the console works once. For a new one run:

    patchbay status
`;

const noPageText = `The console's page is not built, so there is nothing to show here.

"npm run build" makes it. The command line ("patchbay status", "patchbay --help") works without it.
`;

export interface PageParts {
  readonly files: PageFiles;
  readonly sessions: LoginSessions;
  readonly delays: LoginDelays;
  readonly audit: Audit;
}

/** Registers `/login/:code`, `/` and the page's files. */
export function registerPageRoutes(app: FastifyInstance, parts: PageParts): void {
  app.get<{ Params: { code: string } }>('/login/:code', (request, reply) => {
    const by = `console ${request.ip}`;
    const sessionId = parts.sessions.redeem(request.params.code);
    if (sessionId === null) {
      const waitMs = parts.delays.failed(request.ip);
      if (waitMs !== null) throw tooManyFailures(waitMs);
      parts.audit.record({ kind: 'refusal', action: 'dead link', by });
      return sendText(reply, 410, deadLinkText);
    }
    parts.audit.record({ kind: 'login', action: 'link used', by });
    return reply.header('set-cookie', sessionCookie(sessionId)).redirect('/', 303);
  });

  app.get<{ Params: { '*': string } }>('/*', (request, reply) => {
    if (parts.files.size === 0) return sendText(reply, 404, noPageText);
    const path = request.params['*'];
    const file = parts.files.get(path === '' ? 'index.html' : path);
    if (file === undefined) return sendText(reply, 404, 'There is nothing at this address.\n');
    return reply
      .header('content-type', file.type)
      .header('cache-control', file.lasting ? 'private, max-age=31536000, immutable' : 'no-cache')
      .send(file.content);
  });
}

function sendText(reply: FastifyReply, status: number, text: string): FastifyReply {
  return reply.code(status).header('content-type', 'text/plain; charset=utf-8').send(text);
}
