// What the configuration says of registrations, in the registry's own words. Read at each use, so that a changed file
// counts at once.
import { AppError } from '../../../shared/errors.ts';
import { builtInServerName } from '../../../shared/names.ts';
import type { LoadedConfig } from '../config/types.ts';
import { modernRevision } from '../relay/modern/discovery.ts';
import type { GatewayFacts } from './http/client-answers.ts';
import type { RegistrySettings } from './types.ts';

export interface RegistryParts {
  readonly settings: () => RegistrySettings;
  readonly gateway: () => GatewayFacts;
  /** Why nobody may register at all; null when they may. */
  readonly refuse: () => AppError | null;
}

export function registryParts(config: () => LoadedConfig, version: string): RegistryParts {
  const section = (): LoadedConfig['settings']['registration'] => config().settings.registration;
  return {
    settings: () => {
      const { enabled, approval, heartbeatSeconds, leaseSeconds, forgetAfterHours } = section();
      return {
        isEnabled: enabled,
        approval,
        heartbeatMs: heartbeatSeconds * 1000,
        leaseMs: leaseSeconds * 1000,
        forgetMs: forgetAfterHours * 3_600_000,
      };
    },
    gateway: () => ({
      name: builtInServerName,
      version,
      protocolVersion: modernRevision,
      requiresToken: false,
    }),
    refuse: () => (section().auth === 'token' ? tokenNeeded() : null),
  };
}

function tokenNeeded(): AppError {
  return new AppError('UNAUTHORIZED', 'Registration needs a token here, and this version has none.', {
    expected: 'Set "registration": { "auth": "none" } in config.json.',
  });
}
