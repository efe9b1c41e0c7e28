import { describe, expect, test } from 'vitest';
import { actionKey, createActionStore } from '../../src/renderer/state/action-store.ts';
import type { ActionCalls } from '../../src/renderer/state/action-store.ts';
import { AppError } from '../../src/shared/errors.ts';
import type { ServerView } from '../../src/shared/state.ts';
import { sampleRegistration } from '../support/sample-registrations.ts';
import { sampleServer } from '../support/scripted-host.ts';

type Answer = PromiseWithResolvers<ServerView>;

/** Calls that stay open until the test answers them. */
function openCalls() {
  const open: { readonly call: string; readonly answer: Answer }[] = [];
  const take = (call: string) => (input: unknown) => {
    const answer = Promise.withResolvers<ServerView>();
    open.push({ call: `${call} ${JSON.stringify(input)}`, answer });
    return answer.promise;
  };
  const calls: ActionCalls = {
    startServer: take('startServer'),
    stopServer: take('stopServer'),
    restartServer: take('restartServer'),
    setServerEnabled: take('setServerEnabled'),
    approveRegistration: () => Promise.resolve(sampleRegistration('files')),
    removeRegistration: () => Promise.resolve({ removed: 'files_1' }),
    resumeServers: () => Promise.resolve({ pausedAt: null }),
  };
  return { calls, open };
}

const refusal = new AppError('SERVER_FAILED', 'It was not found.', { expected: 'Install it.' });

describe('actions on servers', () => {
  test('are pending until the gateway has answered', async () => {
    const { calls, open } = openCalls();
    const store = createActionStore(calls);
    const done = store.run('files', 'start');
    expect([...store.get().pending]).toEqual([actionKey('files', 'start')]);
    open[0]?.answer.resolve(sampleServer('files'));
    await done;
    expect(store.get().pending.size).toBe(0);
  });

  test('become the calls of the contract', () => {
    const { calls, open } = openCalls();
    const store = createActionStore(calls);
    for (const action of ['start', 'stop', 'restart', 'enable', 'disable'] as const)
      void store.run('a', action);
    expect(open.map(({ call }) => call)).toEqual([
      'startServer {"name":"a"}',
      'stopServer {"name":"a"}',
      'restartServer {"name":"a"}',
      'setServerEnabled {"name":"a","enabled":true}',
      'setServerEnabled {"name":"a","enabled":false}',
    ]);
  });

  test('are not sent twice while under way', () => {
    const { calls, open } = openCalls();
    const store = createActionStore(calls);
    void store.run('files', 'start');
    void store.run('files', 'start');
    expect(open).toHaveLength(1);
  });

  test('leave their failure with message and advice until it is dismissed', async () => {
    const { calls, open } = openCalls();
    const store = createActionStore(calls);
    const done = store.run('files', 'start');
    open[0]?.answer.reject(refusal);
    await done;
    const [failure] = store.get().failures;
    expect(failure).toMatchObject({
      server: 'files',
      action: 'start',
      error: { code: 'SERVER_FAILED', message: 'It was not found.', expected: 'Install it.' },
    });
    store.dismiss(failure?.id ?? -1);
    expect(store.get().failures).toEqual([]);
  });

  test('forget a server’s failure once something worked on it', async () => {
    const { calls, open } = openCalls();
    const store = createActionStore(calls);
    const first = store.run('files', 'start');
    open[0]?.answer.reject(refusal);
    await first;
    const second = store.run('files', 'start');
    open[1]?.answer.resolve(sampleServer('files'));
    await second;
    expect(store.get().failures).toEqual([]);
  });

  test('do not report a start that failed because a stop followed it', async () => {
    const { calls, open } = openCalls();
    const store = createActionStore(calls);
    const start = store.run('files', 'start');
    const stop = store.run('files', 'stop');
    open[0]?.answer.reject(refusal);
    open[1]?.answer.resolve(sampleServer('files'));
    await Promise.all([start, stop]);
    expect(store.get().failures).toEqual([]);
  });
});
