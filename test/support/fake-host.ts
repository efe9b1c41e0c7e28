// Another operating system's calls, played by the test, so that its branches run on any machine.
import type { ChildProcess, SpawnOptionsWithoutStdio } from 'node:child_process';
import type { ProcessHost, SignalOutcome } from '../../src/main/core/launcher/ports.ts';
import { systemHost } from '../../src/main/core/launcher/system-host.ts';

export interface FakeHostParts {
  signal?(pid: number, signal: NodeJS.Signals | 0): SignalOutcome;
  run?(file: string, args: readonly string[]): Promise<string>;
  runNow?(file: string, args: readonly string[]): string;
  spawn?(command: string, args: readonly string[], options: SpawnOptionsWithoutStdio): ChildProcess;
}

export interface FakeHost extends ProcessHost {
  /** Signals sent, as `pid signal`; 0, which only asks, is left out. */
  readonly signals: string[];
  /** Helper programs run, as command lines. */
  readonly runs: string[];
  readonly spawns: { command: string; args: readonly string[]; options: SpawnOptionsWithoutStdio }[];
}

/** What is not given: signals reach nobody, helper programs fail, spawns are this machine's own. */
export function fakeHost(platform: NodeJS.Platform, parts: FakeHostParts = {}): FakeHost {
  const signals: string[] = [];
  const runs: string[] = [];
  const spawns: FakeHost['spawns'] = [];
  return {
    platform,
    signals,
    runs,
    spawns,
    signal: (pid, signal) => {
      if (signal !== 0) signals.push(`${pid} ${signal}`);
      return parts.signal?.(pid, signal) ?? 'gone';
    },
    run: async (file, args) => {
      runs.push([file, ...args].join(' '));
      if (parts.run === undefined) throw new Error(`${file} is not there`);
      return parts.run(file, args);
    },
    runNow: (file, args) => {
      runs.push([file, ...args].join(' '));
      if (parts.runNow === undefined) throw new Error(`${file} is not there`);
      return parts.runNow(file, args);
    },
    spawn: (command, args, options) => {
      spawns.push({ command, args, options });
      return parts.spawn === undefined
        ? systemHost().spawn(command, args, options)
        : parts.spawn(command, args, options);
    },
  };
}
