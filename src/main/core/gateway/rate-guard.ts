// How often each caller may ask the gateway: counted for its token, or for its address where it shows none that is good.
// MCP messages count only where somebody has said how many there may be. Who a caller is, others find out.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { RateLimit } from '../../../shared/config-schema.ts';
import type { AppError } from '../../../shared/errors.ts';
import type { Bounds } from '../bounds/bounds.ts';
import { RateLimits, type RateLimitsOptions } from '../http-guards/rate-limits.ts';
import { retryHeaders, tooManyRequests } from '../http-guards/too-many.ts';
import { needOf, type Need } from './route-needs.ts';
import { sendFailure, sendPlainFailure } from './answers.ts';
import type { OnRefused } from './token-guard.ts';

export interface RateGuardOptions extends Pick<RateLimitsOptions, 'clock'> {
  /** Asked each time. */
  readonly rateLimit: () => RateLimit;
  /** Whose token came with a request; null: nobody's. */
  readonly ownerOf: (request: FastifyRequest) => string | null;
  /** Hears of each refusal. */
  readonly bounds: Bounds;
}

/** What each caller may still ask for. */
export class RequestRates {
  private readonly options: RateGuardOptions;
  private readonly limits: RateLimits;

  constructor(options: RateGuardOptions) {
    const { clock, rateLimit } = options;
    this.options = options;
    this.limits = new RateLimits({ clock, perMinute: () => rateLimit().perMinute });
  }

  /** Whether requests with this need are not counted at all. */
  spares(need: Need): boolean {
    return need === 'mcp' && !this.options.rateLimit().countsMessages;
  }

  /** Counts a request of this token's holder: null where it may go on, else in how many milliseconds it may ask again. */
  takeFor(owner: string): number | null {
    return this.limits.take(`token ${owner}`);
  }

  /** The same for whoever sent the request, as the refusal to answer it with. */
  check(request: FastifyRequest): AppError | null {
    const owner = request.headers.authorization === undefined ? null : this.options.ownerOf(request);
    if (owner === null)
      return this.refusal(this.limits.take(`address ${request.ip}`), `The address ${request.ip}`);
    return this.refusal(this.takeFor(owner), 'The holder of this token');
  }

  private refusal(waitMs: number | null, whose: string): AppError | null {
    if (waitMs === null) return null;
    const { bounds, rateLimit } = this.options;
    bounds.reached('requestRate', `${whose} is answered 429 for a while.`);
    return tooManyRequests(whose, rateLimit().perMinute, waitMs);
  }
}

/** `identify` adds the hooks that find out who calls; requests without any credentials are counted before it is asked. */
export function limitRequests(
  app: FastifyInstance,
  rates: RequestRates,
  onRefused: OnRefused,
  identify: () => void,
): void {
  const check = (request: FastifyRequest, hasCredentials: boolean): AppError | null => {
    if ((request.headers.authorization !== undefined) !== hasCredentials) return null;
    return rates.spares(needOf(request.method, request.routeOptions.url)) ? null : rates.check(request);
  };
  refuseBy(app, onRefused, (request) => check(request, false));
  identify();
  refuseBy(app, onRefused, (request) => check(request, true));
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
