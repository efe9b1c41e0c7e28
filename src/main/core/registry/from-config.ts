// What the configuration says of registrations, in the registry's own words. Read at each use, so that a changed file
// counts at once.
import { builtInServerName } from '../../../shared/names.ts';
import type { LoadedConfig } from '../config/types.ts';
import { modernRevision } from '../relay/modern/discovery.ts';
import type { GatewayFacts } from './http/client-answers.ts';
import type { RegistrySettings } from './types.ts';

export interface RegistryParts {
  readonly settings: () => RegistrySettings;
  readonly gateway: () => GatewayFacts;
}

export function registryParts(
  config: () => LoadedConfig,
  version: string,
  authMode: 'token' | 'none' | undefined,
): RegistryParts {
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
      requiresToken: (authMode ?? config().settings.auth.mode) === 'token',
    }),
  };
}
