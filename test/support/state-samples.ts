// What the shell paints from: a healthy gateway with one server that is ready, changed as a test needs it.
import type { AppState, ConfigFault, ServerView } from '../../src/shared/state.ts';
import { sampleServer, sampleState } from './scripted-host.ts';

export function filesServer(change: Partial<ServerView> = {}): ServerView {
  const quiet = sampleServer(change.name ?? 'files');
  return { ...quiet, status: 'ready', tools: 13, sessions: 4, ...change };
}

export function healthyState(change: Partial<AppState> = {}): AppState {
  const state = sampleState();
  return { ...state, gateway: { ...state.gateway, sessions: 4 }, servers: [filesServer()], ...change };
}

export function portFault(change: Partial<ConfigFault> = {}): ConfigFault {
  return {
    message: 'is not a port.',
    key: 'gateway.port',
    line: 3,
    column: 13,
    expected: 'A whole number.',
    reason: { code: 'number-too-large', value: 70_000 },
    ...change,
  };
}
