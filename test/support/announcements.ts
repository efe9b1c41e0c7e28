// A manager of our own registration on a proxy that a test writes, with a clock that stands still.
import { setImmediate } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { openHttpProxy } from '../../src/main/core/announce/http-proxy.ts';
import { ProxyRegistrationManager, type ManagerOptions } from '../../src/main/core/announce/manager.ts';
import type { AnnouncementSettings } from '../../src/main/core/announce/types.ts';
import type { AnnouncementState } from '../../src/shared/announcement.ts';
import { fakeClock, type FakeClock } from './fake-clock.ts';
import { recordingLogger, type RecordingLogger } from './recorders.ts';
import { passTimeUntil } from './pass-time.ts';
import { until } from './until.ts';

export const ownUrl = 'http://127.0.0.1:3999';

/** As a file with nothing but `enabled` has them. */
export function sampleSettings(change: Partial<AnnouncementSettings> = {}): AnnouncementSettings {
  return {
    isEnabled: true,
    proxyUrl: 'http://localhost:3004',
    serverId: 'patchbay',
    serverName: 'Patchbay',
    description: 'MCP gateway of this machine',
    timeoutMs: 30_000,
    retryAttempts: 3,
    retryDelayMs: 5000,
    registersAtStart: true,
    withdrawsAtStop: true,
    heartbeatMs: 30_000,
    tls: null,
    ...change,
  };
}

export interface ManagerStage {
  readonly manager: ProxyRegistrationManager;
  readonly clock: FakeClock;
  readonly logger: RecordingLogger;
  /** May be changed; counts from the next registration on. */
  settings: AnnouncementSettings;
  /** Resolves when the manager shows this. */
  reaches(state: AnnouncementState): Promise<void>;
  /** Moves the time on, once whatever waits for it does so. */
  passes(ms: number): Promise<void>;
}

/** Ends with the test. */
export function managerStage(
  settings: Partial<AnnouncementSettings>,
  options: Partial<Pick<ManagerOptions, 'isOwnUrl' | 'onChange'>> = {},
): ManagerStage {
  const clock = fakeClock();
  const logger = recordingLogger();
  const stage = { settings: sampleSettings(settings) };
  const manager = new ProxyRegistrationManager({
    settings: () => stage.settings,
    open: openHttpProxy,
    clock,
    logger,
    ...options,
  });
  manager.setServerUrl(ownUrl);
  onTestFinished(() => passTimeUntil(clock, manager.close()));
  return Object.assign(stage, {
    manager,
    clock,
    logger,
    reaches: async (state: AnnouncementState) => {
      await until(`the state ${state}`, () => manager.view.state === state);
    },
    passes: async (ms: number) => {
      await until('somebody to wait', () => clock.pending() > 0);
      await setImmediate();
      clock.advance(ms);
    },
  });
}
