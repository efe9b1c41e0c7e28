// What the page talks to in browser tests: the real console over a Patchbay that the test writes.
// Tests get it through `startBackend`, so that one with a real core can take its place.
import { createConsole } from '../../src/main/core/console/console.ts';
import type { Console } from '../../src/main/core/console/console.ts';
import { systemClock } from '../../src/main/core/ports.ts';
import type { ContractHost } from '../../src/main/core/types.ts';
import { callNames } from '../../src/shared/contract.ts';
import type { CallName, CallOutput, CallParsed, Commands } from '../../src/shared/contract.ts';
import { AppError } from '../../src/shared/errors.ts';
import type { PlaygroundNews } from '../../src/shared/playground.ts';
import type { AppState, LogLevel, LogLine, ServerView } from '../../src/shared/state.ts';
import { noCalls } from './sample-numbers.ts';
import { sampleConfiguration } from './sample-configuration.ts';
import { sampleServer, sampleState } from './scripted-host.ts';

/** Commands that a test wants to answer itself. */
export type Script = {
  [Name in CallName]?: (input: CallParsed<Name>) => CallOutput<Name> | Promise<CallOutput<Name>>;
};

export interface LogDraft {
  readonly text: string;
  readonly source?: string;
  readonly level?: LogLevel;
}

export interface Backend {
  /** A fresh one-time link to the page. */
  readonly link: () => string;
  readonly called: readonly { readonly name: CallName; readonly input: unknown }[];
  script: Script;
  readonly state: () => AppState;
  readonly change: (patch: Partial<AppState>) => void;
  readonly changeServer: (name: string, patch: Partial<ServerView>) => void;
  /** Logs lines in one batch. */
  readonly log: (...drafts: readonly LogDraft[]) => void;
  /** Tells that a playground has something to read. */
  readonly tellPlayground: (news: PlaygroundNews) => void;
  /** As if what was logged so far had left the gateway's memory. */
  readonly forgetLines: () => void;
  /** Counts so many lines that nobody will ever see. */
  readonly loseLines: (count: number) => void;
  /** Breaks every connection and takes no new ones. */
  readonly goDown: () => Promise<void>;
  /** Listens again at the same address; `fresh`: as a new run, which knows no sessions. */
  readonly comeBack: (how?: 'same' | 'fresh') => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface BackendOptions {
  readonly pageDir: string;
  readonly servers?: readonly ServerView[];
}

/** Starts a backend on a free port. */
export async function startBackend({ pageDir, servers = [] }: BackendOptions): Promise<Backend> {
  let state = sampleState({ servers: [builtIn(), ...servers] });
  let lines: LogLine[] = [];
  let nextSeq = 0;
  let lastRequest = 0;
  const called: { name: CallName; input: unknown }[] = [];
  const stateListeners = new Set<(state: AppState) => void>();
  const logListeners = new Set<(lines: readonly LogLine[]) => void>();
  const playgroundListeners = new Set<(news: PlaygroundNews) => void>();
  let listening: Console;
  let port = 0;
  let runs = 0;
  let links = 0;

  const change = (patch: Partial<AppState>): void => {
    state = { ...state, ...patch };
    for (const listener of stateListeners) listener(state);
  };
  const changeServer = (name: string, patch: Partial<ServerView>): ServerView => {
    change({ servers: state.servers.map((one) => (one.name === name ? { ...one, ...patch } : one)) });
    const found = state.servers.find((one) => one.name === name);
    if (found === undefined) throw new AppError('SERVER_UNKNOWN', `There is no server "${name}".`);
    return found;
  };
  const readLogs: ContractHost['logs']['read'] = ({ source, after, limit }) =>
    lines
      .filter((line) => line.seq > after && (source === undefined || line.source === source))
      .slice(-limit);

  const usual: Script = {
    ...sampleConfiguration(),
    // A playground whose servers never answer.
    openPlayground: () => ({ session: 'hand', leaseMs: 180_000 }),
    closePlayground: ({ session }) => ({ closed: session }),
    sendPlayground: () => ({ request: (lastRequest += 1) }),
    readPlayground: () => ({ entries: [] }),
    getState: () => state,
    // Nothing is recorded, unless the test says otherwise.
    readCalls: () => ({
      calls: [],
      revision: 0,
      hasOlder: false,
      isOn: true,
      capacity: 5000,
      generation: 1,
    }),
    readLogs: ({ source, after, limit }) => readLogs({ source, after, limit }),
    readRecentCalls: noCalls,
    listTokens: () => [],
    startServer: ({ name }) => changeServer(name, { status: 'ready', tools: 2, problem: null }),
    stopServer: ({ name }) => changeServer(name, { status: 'stopped', tools: null, problem: null }),
    restartServer: ({ name }) => changeServer(name, { status: 'ready', tools: 2 }),
    setServerEnabled: ({ name, enabled }) => changeServer(name, { enabled, status: 'stopped' }),
    listClients: () => [],
    connectionFacts: () => ({
      url: 'http://127.0.0.1:3004/mcp',
      bridge: { command: 'patchbay', args: ['bridge'], env: {} },
    }),
  };

  const backend: Backend = {
    link: () => {
      links += 1;
      return listening.link();
    },
    called,
    script: {},
    state: () => state,
    change,
    changeServer: (name, patch) => void changeServer(name, patch),
    log: (...drafts) => {
      const batch = drafts.map(({ text, source = 'patchbay', level = 'info' }): LogLine => {
        const seq = nextSeq++;
        return { seq, time: Date.now(), source, level, text };
      });
      lines = [...lines, ...batch];
      for (const listener of logListeners) listener(batch);
    },
    tellPlayground: (news) => {
      for (const listener of playgroundListeners) listener(news);
    },
    forgetLines: () => {
      lines = [];
    },
    loseLines: (count) => {
      nextSeq += count;
    },
    goDown: () => listening.close(),
    comeBack: async (how = 'same') => {
      if (how === 'fresh') {
        runs += 1;
        links = 0;
        lines = [];
        nextSeq = 0;
        change({ startedAt: state.startedAt + 1000 });
      }
      await listen();
    },
    close: () => listening.close(),
  };

  const commands = Object.fromEntries(
    callNames.map((name) => [
      name,
      async (input: unknown) => {
        called.push({ name, input });
        const answer = (backend.script[name] ?? usual[name]) as ((given: unknown) => unknown) | undefined;
        if (answer === undefined) throw new AppError('NOT_FOUND', `The test has no answer for ${name}.`);
        return answer(input);
      },
    ]),
  ) as unknown as Commands;

  const host: ContractHost = {
    commands,
    state: { get: () => state, subscribe: (listener) => subscribe(stateListeners, listener) },
    logs: { read: readLogs, subscribe: (listener) => subscribe(logListeners, listener) },
    playground: { subscribe: (listener) => subscribe(playgroundListeners, listener) },
  };

  const listen = async (): Promise<void> => {
    listening = createConsole({
      host,
      port,
      pageDir,
      token: 'the-console-token',
      clock: systemClock(),
      logger: { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} },
      random: countingRandom(runs),
    });
    port = Number(new URL(await listening.listen()).port);
    // Links used again in the same order give the same sessions: a browser that was logged in still is.
    for (let used = 0; used < links; used += 1) await fetch(listening.link(), { redirect: 'manual' });
  };

  await listen();
  return backend;
}

/** The server that is always there. */
export function builtIn(): ServerView {
  return sampleServer('patchbay', {
    source: 'built-in',
    kind: 'built-in',
    status: 'ready',
    summary: 'ready, 3 tools',
    target: 'part of Patchbay',
    tools: 3,
    resources: 0,
    prompts: 0,
    protocolVersion: '2025-11-25',
    serverInfo: { name: 'patchbay', version: '1.2.3' },
    era: 'legacy',
  });
}

function subscribe<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** Bytes that are the same in each run of one number. */
function countingRandom(run: number): (bytes: number) => Uint8Array {
  let calls = 0;
  return (bytes) => new Uint8Array(bytes).fill(run * 100 + calls++);
}
