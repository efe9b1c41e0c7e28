// A registered server as the hub describes servers, and its connection there.
import type { ErrorView } from '../../../../shared/errors.ts';
import type { HttpServerConfig } from '../../config/types.ts';
import type { RegistrationEndpoint } from '../../store/registration-records.ts';
import type { ServerHub } from '../hub.ts';
import type { ServerDescription } from '../server-runtime-options.ts';
import type { ServerRuntime } from '../server-runtime.ts';
import { registeredConfig, type OpenRegistered } from './identify.ts';

type RegisteredDescription = ServerDescription & { readonly config: HttpServerConfig };

/** `toolTimeoutSeconds` is asked at each use. */
export function describeRegistered(
  key: string,
  endpoint: RegistrationEndpoint,
  fault: ErrorView | null,
  toolTimeoutSeconds: () => number,
): RegisteredDescription {
  const config = {
    ...registeredConfig(key, endpoint, fault),
    get toolTimeoutSeconds() {
      return toolTimeoutSeconds();
    },
  };
  return { name: key, source: 'registered', config, enabled: true };
}

/** `onNotice`: its connection changed state, or carried something. */
export function connectRegistered(
  hub: ServerHub,
  open: OpenRegistered,
  description: RegisteredDescription,
  onNotice: () => void,
): ServerRuntime {
  const { config } = description;
  return hub.create(
    description,
    (hooks) => {
      const onChange = (): void => {
        hooks.onChange();
        onNotice();
      };
      return open(config, { ...hooks, onChange });
    },
    hub.remembered(config),
  );
}
