import { describe, expect, test } from 'vitest';
import { connectToWindow } from '../../src/renderer/bridge/window-client.ts';
import { bridgeCallNames } from '../../src/shared/window-bridge.ts';
import type { CallResult, WindowBridge } from '../../src/shared/window-bridge.ts';
import type { PlaygroundNews } from '../../src/shared/playground.ts';
import type { AppState, LogLine } from '../../src/shared/state.ts';
import { sampleServer, sampleState } from '../support/scripted-host.ts';

/** What the preload script would put on the window. */
function preload(answer: (name: string, input: unknown) => CallResult<unknown>) {
  let onState = (_state: AppState): void => {};
  let onLogs = (_lines: readonly LogLine[]): void => {};
  let onPlayground = (_news: PlaygroundNews): void => {};
  let listening = 0;
  const listen = () => {
    listening += 1;
    return () => {
      listening -= 1;
    };
  };
  const calls = bridgeCallNames.map((name) => [name, async (input: unknown) => answer(name, input)]);
  const bridge = {
    ...Object.fromEntries(calls),
    onState: (listener: typeof onState) => {
      onState = listener;
      return listen();
    },
    onLogs: (listener: typeof onLogs) => {
      onLogs = listener;
      return listen();
    },
    onPlayground: (listener: typeof onPlayground) => {
      onPlayground = listener;
      return listen();
    },
  } as WindowBridge;
  return {
    bridge,
    pushState: (state: AppState) => onState(state),
    pushLogs: (lines: readonly LogLine[]) => onLogs(lines),
    listening: () => listening,
  };
}

describe('the contract inside the app’s window', () => {
  test('gives a call’s value', async () => {
    const { bridge } = preload((name, input) => ({ ok: true, value: [name, input] }));
    const { client } = connectToWindow(bridge);
    expect(await client.stopServer({ name: 'files' })).toEqual(['stopServer', { name: 'files' }]);
  });

  test('rejects with the error as the core made it', async () => {
    const error = { code: 'SERVER_UNKNOWN', message: 'There is no "x".', expected: 'Known: files.' } as const;
    const { client } = connectToWindow(preload(() => ({ ok: false, error })).bridge);
    await expect(client.startServer({ name: 'x' })).rejects.toMatchObject(error);
  });

  test('is live once the first state has come, and gives it to whoever listens later', () => {
    const { bridge, pushState } = preload(() => ({ ok: true, value: null }));
    const { client, connection } = connectToWindow(bridge);
    expect(connection.get()).toBe('connecting');
    const state = sampleState({ servers: [sampleServer('files')] });
    pushState(state);
    expect(connection.get()).toBe('live');
    const seen: AppState[] = [];
    client.on('state', (next) => seen.push(next))();
    pushState(sampleState());
    expect(seen).toEqual([state]);
  });

  test('hands on log lines until it is closed', () => {
    const { bridge, pushLogs, listening } = preload(() => ({ ok: true, value: null }));
    const connected = connectToWindow(bridge);
    const seen: (readonly LogLine[])[] = [];
    connected.client.on('logs', (lines) => seen.push(lines));
    const line: LogLine = { seq: 0, time: 0, source: 'files', level: 'info', text: 'hello' };
    pushLogs([line]);
    expect(seen).toEqual([[line]]);
    connected.close();
    expect(listening()).toBe(0);
  });
});
