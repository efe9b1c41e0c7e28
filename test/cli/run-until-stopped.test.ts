// The deadline of a stop, with a clock of the test's own.
import { expect, it } from 'vitest';
import { createOutput } from '../../src/main/cli/output/output.ts';
import { runUntilStopped } from '../../src/main/cli/serve/run-until-stopped.ts';
import type { ServeProcess } from '../../src/main/cli/serve/run-until-stopped.ts';
import type { Core } from '../../src/main/core/types.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { scriptedHost } from '../support/scripted-host.ts';

const never = new Promise<never>(() => {});

function fakeProcess(platform: NodeJS.Platform = 'linux') {
  const listeners = new Map<string, (error?: unknown) => void>();
  const exits: number[] = [];
  const process: ServeProcess = {
    platform,
    on: (event: string, listener: (error?: unknown) => void) => listeners.set(event, listener),
  };
  const exit = (status: number): void => void exits.push(status);
  return { process, exit, listeners, exits };
}

async function start(stop: () => Promise<void>, platform?: NodeJS.Platform) {
  const clock = fakeClock();
  const printed = { stdout: '', stderr: '' };
  const output = createOutput({
    stdout: { write: (text) => (printed.stdout += text) },
    stderr: { write: (text) => (printed.stderr += text) },
    env: {},
  });
  const noted: unknown[] = [];
  let endings = 0;
  const core: Core = {
    ...scriptedHost(),
    start: () => Promise.resolve(),
    stop,
    endNow: () => (endings += 1),
    noteMistake: (error) => {
      noted.push(error);
      return String(error);
    },
    noteTrouble: () => undefined,
    consoleLink: () => null,
  };
  const fake = fakeProcess(platform);
  await runUntilStopped({ core, clock, output, process: fake.process, exit: fake.exit });
  return { clock, printed, noted, endings: () => endings, ...fake };
}

it('ends with 1 when not everything stopped within ten seconds', async () => {
  const { clock, printed, listeners, exits } = await start(() => never);
  listeners.get('SIGTERM')?.();
  clock.advance(9_999);
  expect(exits).toEqual([]);
  clock.advance(1);
  expect(exits).toEqual([1]);
  expect(printed.stderr).toContain('within 10 s');
});

it('takes a signal that arrives twice for one, and the next one seriously', async () => {
  const { clock, printed, listeners, exits } = await start(() => never);
  listeners.get('SIGINT')?.();
  listeners.get('SIGTERM')?.();
  clock.advance(999);
  listeners.get('SIGINT')?.();
  expect(exits).toEqual([]);
  clock.advance(1);
  listeners.get('SIGINT')?.();
  expect(exits).toEqual([1]);
  expect(printed.stderr).toBe('patchbay: ended at once.\n');
});

it('ends whatever is left whenever the process exits', async () => {
  const { listeners, endings } = await start(() => never);
  listeners.get('exit')?.();
  expect(endings()).toBe(1);
});

it('lets a second mistake not cut the first one’s stop short', async () => {
  const { printed, listeners, exits, noted } = await start(() => never);
  listeners.get('uncaughtException')?.(new Error('first'));
  listeners.get('unhandledRejection')?.(new Error('second'));
  expect(exits).toEqual([]);
  expect(printed.stderr).toContain('first');
  expect(printed.stderr).toContain('second');
  expect(noted.map(String)).toEqual(['Error: first', 'Error: second']);
});

it('listens to Ctrl+Break on Windows, where there is no SIGTERM', async () => {
  expect((await start(() => never, 'win32')).listeners.has('SIGBREAK')).toBe(true);
  expect((await start(() => never, 'linux')).listeners.has('SIGBREAK')).toBe(false);
});
