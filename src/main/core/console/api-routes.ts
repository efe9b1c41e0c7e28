// The contract's calls and events as routes below /api. Everything here wants an authenticated caller.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { callNames } from '../../../shared/contract.ts';
import { AppError } from '../../../shared/errors.ts';
import type { LoginDelays } from '../http-guards/login-delays.ts';
import { tooManyFailures } from '../http-guards/too-many.ts';
import { isCallName, performCall } from '../../../shared/perform-call.ts';
import type { Clock } from '../ports.ts';
import type { ContractHost } from '../types.ts';
import { safeHeaders } from './answers.ts';
import { authenticate } from './authenticate.ts';
import type { AuthenticatorParts, Caller } from './authenticate.ts';
import { seqOfEventId, streamEvents } from './event-stream.ts';
import type { LogChoice } from './event-stream.ts';

const maxStreams = 64;

export interface ApiParts extends AuthenticatorParts {
  readonly host: ContractHost;
  readonly clock: Clock;
  readonly delays: LoginDelays;
  /** A fresh one-time login link. */
  link(): string;
}

/** Registers the routes on a Fastify instance that has the prefix `/api`. Returns what ends all open streams. */
export function registerApiRoutes(api: FastifyInstance, parts: ApiParts): () => void {
  const callers = new WeakMap<FastifyRequest, Caller>();
  const openStreams = new Set<FastifyReply>();

  api.addHook('onRequest', async (request) => {
    callers.set(request, authenticateInTurn(parts, request));
  });

  api.post('/login-link', (request, reply) => {
    // A session that could make links could outlive the closing of the browser that it belongs to.
    if (callers.get(request) !== 'token') {
      throw new AppError('UNAUTHORIZED', 'Only the console’s token opens a new link.');
    }
    return reply.send({ value: { url: parts.link() } });
  });

  api.post<{ Params: { call: string } }>('/:call', (request) =>
    answerCall(parts.host, request.params.call, request.body ?? {}),
  );

  api.get<{ Querystring: Record<string, unknown> }>('/events', (request, reply) => {
    if (openStreams.size >= maxStreams) {
      throw new AppError('LIMIT_REACHED', `There are already ${maxStreams} event streams open.`, {
        expected: 'Close windows of the console that are not needed.',
      });
    }
    const logs = logsOf(request.query['logs']);
    const after = startOf(parts.host, request);
    reply.hijack();
    openStreams.add(reply);
    reply.raw.writeHead(200, {
      ...safeHeaders,
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
    });
    const end = streamEvents({ host: parts.host, clock: parts.clock, response: reply.raw, logs, after });
    reply.raw.once('close', () => {
      openStreams.delete(reply);
      end();
    });
  });

  api.all('/*', () => {
    throw unknownAddress('There is nothing at this address.');
  });

  return () => {
    for (const reply of openStreams) reply.raw.destroy();
  };
}

/** Who fails too often hears when to try again instead. */
function authenticateInTurn(parts: ApiParts, request: FastifyRequest): Caller {
  try {
    return authenticate(parts, request.raw);
  } catch (error) {
    const { authorization, cookie } = request.headers;
    const isTry = authorization !== undefined || cookie !== undefined;
    const isRefused = error instanceof AppError && error.code === 'UNAUTHORIZED';
    const waitMs = isTry && isRefused ? parts.delays.failed(request.ip) : null;
    throw waitMs === null ? error : tooManyFailures(waitMs);
  }
}

async function answerCall(host: ContractHost, call: string, input: unknown): Promise<{ value: unknown }> {
  if (!isCallName(call)) throw unknownAddress(`No call is named ${JSON.stringify(call)}.`);
  return { value: await performCall(host.commands, call, input) };
}

function unknownAddress(message: string): AppError {
  return new AppError('NOT_FOUND', message, {
    expected: `POST /api/<call> with one of ${callNames.join(', ')}, or GET /api/events.`,
  });
}

function logsOf(word: unknown): LogChoice {
  if (word === undefined || word === 'all') return 'all';
  if (word === 'none') return 'none';
  if (typeof word === 'string' && word !== '') return { source: word };
  throw badQuery('logs', 'none, all, or the name of one source');
}

// A browser that reconnects repeats the address of its first request; how far it came stands in Last-Event-ID.
function startOf(
  host: ContractHost,
  request: FastifyRequest<{ Querystring: Record<string, unknown> }>,
): number | undefined {
  const lastId = request.headers['last-event-id'];
  const resumed = typeof lastId === 'string' ? seqOfEventId(host.state.get(), lastId) : undefined;
  const word = request.query['after'];
  if (resumed !== undefined || word === undefined) return resumed;
  if (typeof word !== 'string' || !/^(-1|\d{1,15})$/.test(word)) throw badQuery('after', 'a number from -1');
  return Number(word);
}

function badQuery(field: string, accepted: string): AppError {
  return new AppError('BAD_REQUEST', `The query’s "${field}" is not valid.`, {
    expected: `Accepted: ${accepted}.`,
    details: { field },
  });
}
