// Situations that the tray has to tell of, by name: each as the state that the core would show.
import { noAnnouncement } from '../../src/shared/announcement.ts';
import type { AppState } from '../../src/shared/state.ts';
import { pendingRegistration, sampleRegistration } from './sample-registrations.ts';
import { sampleServer } from './scripted-host.ts';
import { filesServer, healthyState, portFault } from './state-samples.ts';

const notFound = {
  code: 'SERVER_FAILED',
  message: '"github" cannot start: the command "github-mcp" was not found.',
  expected: 'Install it.',
  details: { server: 'github', reason: 'command-not-found', command: 'github-mcp', searched: 12 },
} as const;

const exited = {
  code: 'SERVER_EXITED',
  message: '"postgres" ended with exit code 1.',
  details: { server: 'postgres', reason: 'exited', exitCode: 1, signal: null, stderr: [] },
} as const;

const failed = sampleServer('github', { status: 'failed', problem: notFound });
const crashing = sampleServer('postgres', {
  status: 'backing-off',
  problem: exited,
  restarts: 2,
  retryAt: 1_700_000_008_000,
});
const gateway = healthyState().gateway;

/** In the order of a day: from the start to the end. */
export const trayStates = {
  starting: healthyState({ gateway: { ...gateway, status: 'starting', url: null }, servers: [] }),
  empty: healthyState({ servers: [] }),
  healthy: healthyState(),
  crashing: healthyState({ servers: [filesServer(), crashing] }),
  failed: healthyState({ servers: [filesServer(), failed] }),
  faulty: healthyState({ config: { path: '/data/config.json', faults: [portFault()], loadedAt: 0 } }),
  misplaced: healthyState({
    gateway: { ...gateway, problem: { code: 'PORT_TAKEN', message: 'Port 3100 is taken.' } },
  }),
  waiting: healthyState({
    registrations: { servers: [sampleRegistration('good'), pendingRegistration('new')], clients: [] },
  }),
  changed: healthyState({ servers: [filesServer({ changedTools: ['read_file', 'write_file'] })] }),
  unannounced: healthyState({
    announcement: {
      ...noAnnouncement(),
      state: 'misconfigured',
      proxyUrl: 'http://proxy:3004',
      problem: 'No certificate.',
    },
  }),
  paused: healthyState({
    pausedAt: 1_700_000_000_000,
    servers: [filesServer({ status: 'stopped', paused: true, sessions: 0 })],
  }),
  everything: healthyState({
    config: { path: '/data/config.json', faults: [portFault()], loadedAt: 0 },
    servers: [failed, crashing, filesServer({ changedTools: ['read_file'] })],
    registrations: { servers: [pendingRegistration('new')], clients: [] },
  }),
  stopping: healthyState({ gateway: { ...gateway, status: 'stopping' } }),
  stopped: healthyState({ gateway: { ...gateway, status: 'stopped', url: null }, servers: [] }),
} satisfies Record<string, AppState>;

export type TrayStateName = keyof typeof trayStates;
