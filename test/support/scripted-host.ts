// A contract host that a test writes: state and log lines by hand, each command a function or a refusal.
import { noAnnouncement } from '../../src/shared/announcement.ts';
import type { CallName, CallOutput, CallParsed, Commands } from '../../src/shared/contract.ts';
import { callNames } from '../../src/shared/contract.ts';
import { AppError } from '../../src/shared/errors.ts';
import type { PlaygroundNews } from '../../src/shared/playground.ts';
import type { AppState, LogLine, ServerView } from '../../src/shared/state.ts';
import { servers as english } from '../../src/shared/words/english-servers.ts';
import type { ContractHost } from '../../src/main/core/types.ts';

type Script = {
  [Name in CallName]?: (input: CallParsed<Name>) => CallOutput<Name> | Promise<CallOutput<Name>>;
};

export interface ScriptedHost extends ContractHost {
  /** What was called, oldest first. */
  readonly called: { readonly name: CallName; readonly input: unknown }[];
  /** Replaces parts of the state and tells the listeners. */
  change(patch: Partial<AppState>): void;
  /** Tells that a playground has something to read. */
  tellPlayground(news: PlaygroundNews): void;
  /** Adds lines and tells the listeners in one batch. */
  log(...lines: readonly { readonly source?: string; readonly text: string }[]): void;
  /** How many listen to state, logs and playgrounds. */
  listeners(): number;
}

/** A server's view with everything quiet; `patch` says what is special. */
export function sampleServer(name: string, patch: Partial<ServerView> = {}): ServerView {
  const server: Omit<ServerView, 'summary'> = {
    name,
    source: 'config',
    kind: 'stdio',
    enabled: true,
    status: 'stopped',
    problem: null,
    url: `http://127.0.0.1:3004/mcp/${name}`,
    target: `node ${name}.js`,
    pids: [],
    startedAt: null,
    retryAt: null,
    circuit: 'closed' as const,
    restarts: 0,
    sessions: 0,
    inFlight: 0,
    lastSeenAt: null,
    silentSince: null,
    tools: null,
    resources: null,
    prompts: null,
    serverInfo: null,
    protocolVersion: null,
    era: null,
    ...patch,
  };
  return { ...server, summary: patch.summary ?? english.summary(server, Date.now()) };
}

/** A listening Patchbay with the given servers. */
export function sampleState(patch: Partial<AppState> = {}): AppState {
  return {
    version: '1.2.3',
    pid: process.pid,
    startedAt: 1_700_000_000_000,
    dataDir: '/data',
    gateway: {
      status: 'listening',
      url: 'http://127.0.0.1:3004',
      consoleUrl: 'http://127.0.0.1:3005',
      sessions: 0,
      tls: null,
      problem: null,
    },
    config: { path: '/data/config.json', faults: [], loadedAt: 1_700_000_000_000 },
    desktop: { window: 'open', notifications: true, language: 'system', updates: true },
    pausedAt: null,
    servers: [],
    registrations: { servers: [], clients: [] },
    announcement: noAnnouncement(),
    ...patch,
  };
}

/** The host; commands without a script reject with SERVER_UNKNOWN. `getState` and `readLogs` work by themselves. */
export function scriptedHost(script: Script = {}, initial: AppState = sampleState()): ScriptedHost {
  let state = initial;
  const lines: LogLine[] = [];
  const called: { name: CallName; input: unknown }[] = [];
  const stateListeners = new Set<(value: AppState) => void>();
  const logListeners = new Set<(value: readonly LogLine[]) => void>();
  const playgroundListeners = new Set<(value: PlaygroundNews) => void>();

  const read: ContractHost['logs']['read'] = ({ source, after, limit }) =>
    lines
      .filter((line) => line.seq > after && (source === undefined || line.source === source))
      .slice(-limit);

  const complete: Script = {
    getState: () => state,
    readLogs: ({ source, after, limit }) => read({ source, after, limit }),
    ...script,
  };
  const commands = Object.fromEntries(
    callNames.map((name) => [
      name,
      async (input: unknown) => {
        called.push({ name, input });
        const answer = complete[name] as ((given: unknown) => unknown) | undefined;
        if (answer === undefined) throw new AppError('SERVER_UNKNOWN', `${name} has no script.`);
        return answer(input);
      },
    ]),
  ) as unknown as Commands;

  return {
    commands,
    called,
    state: {
      get: () => state,
      subscribe(listener) {
        stateListeners.add(listener);
        return () => stateListeners.delete(listener);
      },
    },
    logs: {
      read,
      subscribe(listener) {
        logListeners.add(listener);
        return () => logListeners.delete(listener);
      },
    },
    playground: {
      subscribe(listener) {
        playgroundListeners.add(listener);
        return () => playgroundListeners.delete(listener);
      },
    },
    tellPlayground(news) {
      for (const listener of playgroundListeners) listener(news);
    },
    change(patch) {
      state = { ...state, ...patch };
      for (const listener of stateListeners) listener(state);
    },
    log(...added) {
      const batch = added.map(({ source = 'patchbay', text }, index): LogLine => {
        const seq = lines.length + index;
        return { seq, time: 1_700_000_000_000 + seq, source, level: 'info', text };
      });
      lines.push(...batch);
      for (const listener of logListeners) listener(batch);
    },
    listeners: () => stateListeners.size + logListeners.size + playgroundListeners.size,
  };
}
