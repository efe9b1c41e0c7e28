// The limits that are in force, where each is set, and how often each was reached. One object for the whole core: whoever
// keeps something bounded asks it, and tells it. Keeps nothing itself.
import { configSchema, rateLimitOf, type Config } from '../../../shared/config-schema.ts';
import { AppError, type AppErrorOptions, type ErrorCode } from '../../../shared/errors.ts';
import type { LimitSettings } from '../../../shared/limits-schema.ts';
import type { Clock, Logger } from '../ports.ts';

interface BoundPlace {
  /** As in config.json. */
  readonly key: string;
  readonly read: (settings: Config) => number;
}

const atGateway = (name: 'maxSessions' | 'maxMessageBytes'): BoundPlace => ({
  key: `gateway.${name}`,
  read: ({ gateway }) => gateway[name],
});
const atLimits = (name: keyof LimitSettings): BoundPlace => ({
  key: `gateway.limits.${name}`,
  read: ({ gateway }) => gateway.limits[name],
});
const atRegistration = (name: 'maxServers' | 'maxWaiting' | 'maxClients'): BoundPlace => ({
  key: `registration.${name}`,
  read: ({ registration }) => registration[name],
});

/** Every bound that is a setting. */
const places = {
  sessions: atGateway('maxSessions'),
  messageBytes: atGateway('maxMessageBytes'),
  requestRate: {
    key: 'gateway.rateLimitPerMinute',
    read: ({ gateway }) => rateLimitOf(gateway).perMinute,
  },
  connections: atLimits('maxConnections'),
  headerBytes: atLimits('maxHeaderBytes'),
  sessionsPerToken: atLimits('maxSessionsPerToken'),
  callsPerSession: atLimits('maxCallsPerSession'),
  callsPerServer: atLimits('maxCallsPerServer'),
  streamsPerSession: atLimits('maxStreamsPerSession'),
  listenStreams: atLimits('maxListenStreams'),
  subscriptionsPerSession: atLimits('maxSubscriptionsPerSession'),
  questionsPerSession: atLimits('maxQuestionsPerSession'),
  parkedCallsPerServer: atLimits('maxParkedCallsPerServer'),
  batchLength: atLimits('maxBatchLength'),
  unreadBytes: atLimits('maxUnreadBytes'),
  waitingBytes: atLimits('maxWaitingBytes'),
  sessionRecordBytes: atLimits('maxSessionRecordBytes'),
  registeredServers: atRegistration('maxServers'),
  waitingServers: atRegistration('maxWaiting'),
  registeredClients: atRegistration('maxClients'),
} as const satisfies Record<string, BoundPlace>;

export type BoundName = keyof typeof places;

export interface BoundsOptions {
  /** Read at each use, so that a changed configuration counts at once. */
  readonly settings: () => Config;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface RefusalOptions extends Pick<AppErrorOptions, 'details'> {
  readonly code?: ErrorCode;
  /** What else could be done, as a sentence. */
  readonly instead?: string;
  /** The value in force, where it is not the one of the configuration. */
  readonly value?: number;
}

/** A limit that is reached again and again is told once in so many milliseconds. */
const tellMs = 60_000;

export class Bounds {
  private readonly options: BoundsOptions;
  private readonly counts = new Map<BoundName, number>(boundNames().map((name) => [name, 0]));
  /** Monotonic milliseconds. */
  private readonly toldAt = new Map<BoundName, number>();

  constructor(options: BoundsOptions) {
    this.options = options;
  }

  /** The value in force. */
  get(name: BoundName): number {
    return places[name].read(this.options.settings());
  }

  /** It was reached: counted, and logged once a minute. `consequence`: what came of it, as a sentence. */
  reached(name: BoundName, consequence: string): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
    const { clock, logger } = this.options;
    const now = clock.monotonic();
    const last = this.toldAt.get(name);
    if (last !== undefined && now - last < tellMs) return;
    this.toldAt.set(name, now);
    logger.warn(`${places[name].key} (${this.get(name)}) was reached: ${consequence}`);
  }

  /** The same, as the error for whoever is refused because of it; it names limit, value and key. */
  refusal(name: BoundName, message: string, options: RefusalOptions = {}): AppError {
    const { key } = places[name];
    const { code = 'LIMIT_REACHED', instead, value = this.get(name), details } = options;
    this.reached(name, message);
    const raise = `${instead === undefined ? 'Raise' : 'raise'} ${key} (now ${value}).`;
    return new AppError(code, message, {
      expected: instead === undefined ? raise : `${instead}, or ${raise}`,
      details: { ...details, limit: key, value },
    });
  }

  /** How often each was reached since the start, by its key in the configuration. */
  *reachedCounts(): Iterable<readonly [key: string, count: number]> {
    for (const [name, count] of this.counts) yield [places[name].key, count];
  }
}

/** With the defaults of the configuration; counts, and tells nobody. */
export function defaultBounds(): Bounds {
  const settings = configSchema.parse({});
  const silent = (): void => undefined;
  return new Bounds({
    settings: () => settings,
    clock: {
      now: () => 0,
      monotonic: () => 0,
      after: () => silent,
      every: () => silent,
    },
    logger: { error: silent, warn: silent, info: silent, debug: silent },
  });
}

function boundNames(): readonly BoundName[] {
  return Object.keys(places) as BoundName[];
}
