// Lets a request go on only if its caller may do what the route does: 401 without a good token, 403 for one that is not good
// for this (RFC 6750, 3). Who the caller is, the gate says; what was begun by somebody who may not go on is ended here.
import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError, toAppError } from '../../../shared/errors.ts';
import { scopeFor, type Permission } from '../auth/scopes.ts';
import type { Caller } from '../auth/token-gate.ts';
import type { LoginDelays } from '../http-guards/login-delays.ts';
import { retryHeaders, tooManyFailures } from '../http-guards/too-many.ts';
import { sendFailure, sendPlainFailure } from './answers.ts';
import type { CallerGate } from './caller-gate.ts';
import { needOf, type Need } from './route-needs.ts';

/** Somebody is turned away; `tokenId`: with which token, where it is one that was made here. */
export type OnRefused = (request: FastifyRequest, error: AppError, tokenId?: string) => void;

export interface RightsOptions {
  readonly gate: CallerGate;
  /** Whether a server's name is one of these, a registered server's id counting for its copies. */
  readonly isNamed: (server: string, names: ReadonlySet<string>) => boolean;
}

export interface TokenGuardOptions extends RightsOptions {
  readonly onRefused: OnRefused;
  /** Hears whom a response is for. */
  readonly onAdmitted: (response: ServerResponse, caller: Caller) => void;
}

type GuardedNeed = Exclude<Need, 'nothing'>;

/** Throws AppError INSUFFICIENT_SCOPE where the caller may not do this, or not with the server that its path names. */
export function requireRights(
  caller: Caller,
  need: GuardedNeed,
  server: string | undefined,
  { gate, isNamed }: RightsOptions,
): void {
  requirePermission(gate.permissionFor(need), caller);
  requireServer(server, caller, isNamed);
}

/** Routes that are added later are guarded. */
export function guardRoutes(
  app: FastifyInstance,
  { gate, isNamed, onRefused, onAdmitted }: TokenGuardOptions,
  delays: LoginDelays,
): void {
  app.decorateRequest('caller', null);
  const admit = (
    request: FastifyRequest,
    reply: FastifyReply,
    need: GuardedNeed,
    caller: Caller | null,
  ): void => {
    if (caller === null) return;
    request.caller = caller;
    onAdmitted(reply.raw, caller);
    const { server } = request.params as { readonly server?: string };
    requireRights(caller, need, server, { gate, isNamed });
  };
  /** Answers, or returns the error where the route has a form of its own for refusals. */
  const refuse = (
    request: FastifyRequest,
    reply: FastifyReply,
    need: GuardedNeed,
    thrown: unknown,
  ): AppError | null => {
    const error = delayed(toAppError(thrown), delays, request.ip);
    onRefused(request, error, request.caller?.tokenId);
    reply.headers(retryHeaders(error));
    challenge(reply, error, need === 'registration' ? 'registry' : need);
    if (need === 'registration') return error;
    if (need === 'metrics') sendPlainFailure(reply, error);
    else sendFailure(reply, error);
    return null;
  };
  app.addHook('onRequest', (request, reply, next) => {
    const need = needOf(request.method, request.is404 ? undefined : request.routeOptions.url);
    if (need === 'nothing') {
      next();
      return;
    }
    const failed = (thrown: unknown): void => {
      const error = refuse(request, reply, need, thrown);
      if (error !== null) next(error);
    };
    const goOn = (caller: Caller | null): void => {
      try {
        admit(request, reply, need, caller);
      } catch (thrown) {
        failed(thrown);
        return;
      }
      next();
    };
    let found: ReturnType<CallerGate['check']>;
    try {
      found = gate.check(need, request.headers.authorization);
    } catch (thrown) {
      failed(thrown);
      return;
    }
    // A token that is known already is no reason to wait.
    if (found instanceof Promise) found.then(goOn, failed);
    else goOn(found);
  });
}

/** Whoever guesses tokens waits longer and longer; no token at all is no guess. */
function delayed(error: AppError, delays: LoginDelays, address: string): AppError {
  if (error.code !== 'UNAUTHORIZED' || error.details['reason'] !== 'invalid') return error;
  const waitMs = delays.failed(address);
  return waitMs === null ? error : tooManyFailures(waitMs);
}

function requirePermission(need: Permission | null, { permissions }: Caller): void {
  if (need === null || permissions.has(need)) return;
  throw new AppError('INSUFFICIENT_SCOPE', 'This token is not good for that.', {
    expected: `Use one with the scope ${scopeFor[need]}.`,
  });
}

function requireServer(
  server: string | undefined,
  { access }: Caller,
  isNamed: TokenGuardOptions['isNamed'],
): void {
  if (server === undefined || access.servers === null || isNamed(server, access.servers)) return;
  throw new AppError('INSUFFICIENT_SCOPE', `This token is not good for "${server.slice(0, 80)}".`, {
    expected: `It is good for ${[...access.servers].join(', ')}.`,
  });
}

/** No resource_metadata: there is none, and clients that find some begin to log in somewhere. */
function challenge(reply: FastifyReply, { code, message, details }: AppError, need: Permission): void {
  const words = ['realm="patchbay"'];
  if (code === 'INSUFFICIENT_SCOPE') words.push('error="insufficient_scope"', `scope="${scopeFor[need]}"`);
  else if (code !== 'UNAUTHORIZED') return;
  else if (details['reason'] !== 'missing') words.push('error="invalid_token"');
  if (words.length > 1) words.push(`error_description="${message.replace(/[^\x20-\x7e]|["\\]/g, "'")}"`);
  void reply.header('www-authenticate', `Bearer ${words.join(', ')}`);
}
