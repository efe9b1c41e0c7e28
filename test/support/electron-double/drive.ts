// The test's side of the double: starts the built program with it and drives it as a person and the system would.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { MenuItemView, World } from './world.ts';
import type { OrderAnswer, OrderName, Orders } from './orders.ts';
import { settingsVariable } from './settings.ts';
import type { DoubleSettings } from './settings.ts';

export interface ShellStart {
  readonly entry: string;
  readonly words: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly settings?: DoubleSettings;
}

type Awaitable<Name extends OrderName> = (
  ...input: Parameters<Orders[Name]>
) => Promise<Awaited<ReturnType<Orders[Name]>>>;

export type DrivenShell = { readonly [Name in OrderName]: Awaitable<Name> } & {
  readonly pid: number;
  /** The newest world; null before the program has done anything. */
  readonly world: () => World | null;
  /** Resolves when the condition holds in some world; rejects with that world when it does not in time. */
  readonly until: (condition: (world: World) => boolean, deadlineMs?: number) => Promise<World>;
  readonly signal: (name: NodeJS.Signals) => void;
  /** Resolves with the exit status; `signal` when it was ended by one. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  readonly output: () => { readonly stdout: string; readonly stderr: string };
  /** Ends the program at once, if it still runs. */
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

const orderNames: Record<OrderName, true> = {
  clickEntry: true,
  clickTray: true,
  callPage: true,
  toggleListening: true,
  invoke: true,
  emit: true,
  clickNotification: true,
  closeWindow: true,
  crashPage: true,
  makeMistake: true,
  navigate: true,
  attachWebview: true,
  openFromPage: true,
  askPermission: true,
  fetchPage: true,
};

export function startShell({ entry, words, env = {}, settings = {} }: ShellStart): DrivenShell {
  const register = path.join(import.meta.dirname, 'register.ts');
  const child = spawn(process.execPath, ['--import', register, entry, ...words], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...cleanEnvironment(), ...env, [settingsVariable]: JSON.stringify(settings) },
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => (output[name] += text));
  }
  const ended = once(child, 'close').then(
    ([status, signal]: unknown[]) => (signal ?? status) as number | NodeJS.Signals | null,
  );
  const { world, until, order } = converse(child, ended);
  const names = Object.keys(orderNames) as OrderName[];
  const methods = Object.fromEntries(
    names.map((name) => [name, (...input: unknown[]) => order(name, input)]),
  ) as { [Name in OrderName]: Awaitable<Name> };
  return {
    ...methods,
    pid: child.pid ?? -1,
    world,
    until,
    ended,
    output: () => output,
    signal: (name) => child.kill(name),
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Without what would make the program another one: vitest's, Patchbay's and the desktop's variables. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(?:VITEST|NODE_ENV|NODE_OPTIONS|PATCHBAY_|ELECTRON_|XDG_CURRENT_DESKTOP)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}

function converse(child: ChildProcess, ended: Promise<unknown>) {
  let newest: World | null = null;
  let nextId = 0;
  const waiting = new Map<number, (answer: OrderAnswer) => void>();
  const watchers = new Set<() => void>();

  child.on('message', (message: OrderAnswer | { world: World }) => {
    if ('world' in message) {
      newest = message.world;
      for (const watch of watchers) watch();
    } else {
      waiting.get(message.id)?.(message);
      waiting.delete(message.id);
    }
  });

  return {
    world: () => newest,
    until: async (condition: (world: World) => boolean, deadlineMs = 15_000): Promise<World> => {
      const { promise, resolve, reject } = Promise.withResolvers<World>();
      const watch = (): void => {
        if (newest !== null && condition(newest)) resolve(newest);
      };
      const fail = (why: string): void =>
        reject(new Error(`${why}; the world was ${JSON.stringify(newest, null, 2)}`));
      const timer = setTimeout(() => fail('It did not come to pass in time'), deadlineMs);
      void ended.then(() => fail('The program ended'));
      watchers.add(watch);
      watch();
      try {
        return await promise;
      } finally {
        clearTimeout(timer);
        watchers.delete(watch);
      }
    },
    order: async (name: OrderName, input: readonly unknown[]): Promise<unknown> => {
      const id = nextId;
      nextId += 1;
      const answer = await new Promise<OrderAnswer>((resolve) => {
        waiting.set(id, resolve);
        child.send({ id, name, input });
      });
      if ('error' in answer) throw new Error(`${name}: ${answer.error}`);
      return answer.value;
    },
  };
}

/** A menu as the lines that a person reads. */
export function menuLines(items: readonly MenuItemView[], indent = ''): string[] {
  return items.flatMap((item) => {
    if (item.type === 'separator') return [`${indent}---`];
    const box = item.type === 'checkbox' ? (item.checked ? '[x] ' : '[ ] ') : '';
    const line = `${indent}${box}${item.label}${item.enabled ? '' : ' (off)'}`;
    return [line, ...menuLines(item.items, `${indent}  `)];
  });
}
