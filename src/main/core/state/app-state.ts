// The state as everybody sees it, built from the parts that know.
import { noAnnouncement, type AnnouncementView } from '../../../shared/announcement.ts';
import type { RegistrationsView } from '../../../shared/registrations.ts';
import type { AppState } from '../../../shared/state.ts';
import type { ConfigStore } from '../config/types.ts';
import type { Clock } from '../ports.ts';
import type { Sessions } from '../relay/sessions.ts';
import type { ServerHub } from '../servers/hub.ts';
import { viewServer } from '../servers/view.ts';

export interface StateSources {
  readonly version: string;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly dataDir: string;
  readonly clock: Clock;
  readonly config: ConfigStore;
  readonly hub: ServerHub;
  readonly pausedAt: number | null;
  readonly sessions: Sessions;
  readonly registrations: RegistrationsView;
  readonly announcement: AnnouncementView;
  readonly gateway: Omit<AppState['gateway'], 'sessions'>;
}

/** The state of this moment; new on each call. */
export function buildState({
  version,
  startedAt,
  dataDir,
  clock,
  config,
  hub,
  pausedAt,
  sessions,
  registrations,
  announcement,
  gateway,
}: StateSources): AppState {
  return {
    version,
    pid: process.pid,
    startedAt,
    dataDir,
    gateway: { ...gateway, sessions: sessions.size },
    config: { path: config.path, faults: config.faults, loadedAt: config.current.loadedAt },
    desktop: config.current.settings.desktop,
    pausedAt,
    servers: hub.all().map((runtime) => viewServer(runtime, gateway.url, clock.now())),
    registrations,
    announcement,
  };
}

const usualDesktop: AppState['desktop'] = {
  window: 'open',
  notifications: true,
  language: 'system',
  updates: true,
};

/** Before anything is open, and after all is closed. */
export function emptyState(
  version: string,
  dataDir: string,
  configPath: string,
  startedAt: number,
): AppState {
  return {
    version,
    pid: process.pid,
    startedAt,
    dataDir,
    gateway: { status: 'stopped', url: null, consoleUrl: null, sessions: 0, tls: null, problem: null },
    config: { path: configPath, faults: [], loadedAt: startedAt },
    desktop: usualDesktop,
    pausedAt: null,
    servers: [],
    registrations: { servers: [], clients: [] },
    announcement: noAnnouncement(),
  };
}
