// The gateway at one place, as the configuration says at each moment: who is let in there, and within which limits.
import { rateLimitOf } from '../../../shared/config-schema.ts';
import { anybody } from '../auth/token-gate.ts';
import type { Credentials } from '../tls/credentials.ts';
import { callerGate } from './caller-gate.ts';
import { followingGuard } from './following-guard.ts';
import { listenGateway, type Gateway } from './gateway.ts';
import type { ListenerOptions, Place } from './listener-options.ts';
import { isSafeOpen, type AuthMode } from './safe-place.ts';

export interface PlaceInUse {
  readonly place: Place;
  /** Not necessarily the configured one. */
  readonly port: number;
  readonly credentials: Credentials | null;
  readonly isSecure: boolean;
}

/** Rejects with AppError PORT_TAKEN. */
export async function listenAt(
  options: ListenerOptions,
  { place, port, credentials, isSecure }: PlaceInUse,
): Promise<Gateway> {
  const { config, tokens, isNamed } = options;
  let actualPort = port;
  const gateway = await listenGateway({
    ...options,
    host: place.host,
    port,
    credentials,
    maxMessageBytes: () => config().settings.gateway.maxMessageBytes,
    rateLimit: () => rateLimitOf(config().settings.gateway),
    keepAliveMs: () => config().settings.gateway.keepAliveSeconds * 1000,
    guard: followingGuard(config, { port: () => actualPort, scheme: isSecure ? 'https' : 'http' }),
    callers: {
      isNamed,
      gate: callerGate({
        tokens,
        anybody,
        // A configuration that cannot be in force at this place opens nothing.
        needsToken: () => authMode(options) === 'token' || !isSafeOpen(place.host, place.mode),
        registrationNeedsToken: () => config().settings.registration.auth === 'token',
      }),
    },
  });
  actualPort = gateway.port;
  return gateway;
}

/** Flags and environment beat the file. */
export function authMode({ overrides, config }: Pick<ListenerOptions, 'overrides' | 'config'>): AuthMode {
  return overrides.authMode ?? config().settings.auth.mode;
}
