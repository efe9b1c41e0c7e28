// How often each caller may ask the gateway: counted for its token, or for its address where it shows none that is good.
// MCP messages count only where somebody has said how many there may be. Who a caller is, others find out.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { RateLimit } from '../../../shared/config-schema.ts';
import type { AppError } from '../../../shared/errors.ts';
import type { Bounds } from '../bounds/bounds.ts';
import { RateLimits, type RateLimitsOptions } from '../http-guards/rate-limits.ts';
import { retryHeaders, tooManyRequests } from '../http-guards/too-many.ts';
import { needOf } from './route-needs.ts';
import { sendFailure, sendPlainFailure } from './answers.ts';
import type { OnRefused } from './token-guard.ts';

export interface RateGuardOptions extends Pick<RateLimitsOptions, 'clock'> {
  /** Asked each time. */
  readonly rateLimit: () => RateLimit;
  /** Whose token came with a request; null: nobody's. */
  readonly ownerOf: (request: FastifyRequest) => string | null;
  /** Hears of each refusal. */
  readonly bounds: Bounds;
  readonly onRefused: OnRefused;
}

/** `identify` adds the hooks that find out who calls; requests without any credentials are counted before it is asked. */
export function limitRequests(app: FastifyInstance, options: RateGuardOptions, identify: () => void): void {
  const { clock, rateLimit } = options;
  const limits = new RateLimits({ clock, perMinute: () => rateLimit().perMinute });
  const isSpared = ({ method, routeOptions }: FastifyRequest): boolean =>
    needOf(method, routeOptions.url) === 'mcp' && !rateLimit().countsMessages;
  const check = (asker: string, whose: string): AppError | null => {
    const waitMs = limits.take(asker);
    if (waitMs === null) return null;
    options.bounds.reached('requestRate', `${whose} is answered 429 for a while.`);
    return tooManyRequests(whose, rateLimit().perMinute, waitMs);
  };
  const byAddress = (request: FastifyRequest): AppError | null =>
    check(`address ${request.ip}`, `The address ${request.ip}`);

  refuseBy(app, options.onRefused, (request) =>
    request.headers.authorization !== undefined || isSpared(request) ? null : byAddress(request),
  );
  identify();
  refuseBy(app, options.onRefused, (request) => {
    if (request.headers.authorization === undefined || isSpared(request)) return null;
    const owner = options.ownerOf(request);
    return owner === null ? byAddress(request) : check(`token ${owner}`, 'The holder of this token');
  });
}

function refuseBy(
  app: FastifyInstance,
  onRefused: OnRefused,
  check: (request: FastifyRequest) => AppError | null,
): void {
  app.addHook('onRequest', (request, reply, next) => {
    const refusal = check(request);
    if (refusal === null) {
      next();
      return;
    }
    onRefused(request, refusal, request.caller?.tokenId);
    reply.headers(retryHeaders(refusal));
    const need = needOf(request.method, request.is404 ? undefined : request.routeOptions.url);
    // These routes have a form of their own for refusals.
    if (need === 'registration') next(refusal);
    else if (need === 'mcp' || need === 'registry') sendFailure(reply, refusal);
    else sendPlainFailure(reply, refusal);
  });
}
