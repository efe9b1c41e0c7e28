// The state in its box, made of the parts that know. Only wiring.
import type { AnnouncementView } from '../../shared/announcement.ts';
import { toErrorView } from '../../shared/errors.ts';
import type { RegistrationView } from '../../shared/registrations.ts';
import type { GatewayStatus } from '../../shared/state.ts';
import type { GatewayListener } from './gateway/listener.ts';
import type { Ground } from './ground.ts';
import type { Registry } from './registry/registry.ts';
import type { RegisteredServer } from './registry/types.ts';
import type { Sessions } from './relay/sessions.ts';
import type { ServerHub } from './servers/hub.ts';
import { buildState } from './state/app-state.ts';
import { StateBox } from './state/state-box.ts';

export interface StateGround {
  readonly version: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly dataDir: string;
  readonly ground: Pick<Ground, 'clock' | 'config'>;
}

export interface StateParts {
  readonly hub: ServerHub;
  readonly sessions: Sessions;
  readonly registry: Registry;
  readonly listener: GatewayListener;
  readonly status: GatewayStatus;
  readonly viewRegistered: (server: RegisteredServer) => RegistrationView;
  readonly pausedAt: number | null;
  readonly announcement: AnnouncementView;
  readonly consoleUrl: string | null;
}

/** `parts`: as they stand; asked for when somebody looks, which is after all of them are open. */
export function createState(
  { version, startedAt, dataDir, ground: { clock, config } }: StateGround,
  parts: () => StateParts,
): StateBox {
  return new StateBox(() => {
    const { registry, listener, status, viewRegistered, consoleUrl, ...others } = parts();
    const { url, tls, problem } = listener;
    return buildState({
      version,
      startedAt,
      dataDir,
      clock,
      config,
      ...others,
      registrations: {
        servers: registry.servers.all().map(viewRegistered),
        clients: registry.clients.summary(),
      },
      gateway: { status, url, consoleUrl, tls, problem: problem === null ? null : toErrorView(problem) },
    });
  }, clock);
}
