import { describe, expect, it } from 'vitest';
import { performTrayAction } from '../../src/main/shell/tray-actions.ts';
import type { TrayAction } from '../../src/main/shell/menu-entries.ts';
import { AppError, describeError } from '../../src/shared/errors.ts';
import type { ServerView } from '../../src/shared/state.ts';
import { sampleRegistration } from '../support/sample-registrations.ts';
import { filesServer } from '../support/state-samples.ts';

async function perform(action: TrayAction, failure?: AppError): Promise<string[]> {
  const done: string[] = [];
  const command =
    <Answer = ServerView>(name: string, answer?: Answer) =>
    async (input: object): Promise<Answer> => {
      await Promise.resolve();
      if (failure !== undefined) throw failure;
      done.push(`${name} ${JSON.stringify(input)}`);
      return answer ?? (filesServer() as Answer);
    };
  await performTrayAction(action, {
    commands: {
      startServer: command('startServer'),
      stopServer: command('stopServer'),
      restartServer: command('restartServer'),
      setServerEnabled: command('setServerEnabled'),
      approveRegistration: command('approveRegistration', sampleRegistration('files')),
      removeRegistration: command('removeRegistration', { removed: 'files_1' }),
      pauseServers: command('pauseServers', { pausedAt: 1 }),
      resumeServers: command('resumeServers', { pausedAt: null }),
      clientSnippet: command('clientSnippet', { client: 'zed', name: 'Zed', path: '/z.json', text: '{}' }),
    },
    copy: async (text) => {
      done.push(`copy ${text}`);
      await Promise.resolve();
    },
    copied: ({ path }) => done.push(`copied for ${path}`),
    openWindow: (route) => done.push(`window ${route ?? 'as it was'}`),
    quit: () => done.push('quit'),
    restartToUpdate: () => done.push('restart to update'),
    report: (error, { kind }) => done.push(`report of ${kind}: ${describeError(error)}`),
  });
  return done;
}

describe('a click in the tray', () => {
  it.each<[TrayAction, string]>([
    [{ kind: 'start', server: 'files' }, 'startServer {"name":"files"}'],
    [{ kind: 'stop', server: 'files' }, 'stopServer {"name":"files"}'],
    [{ kind: 'restart', server: 'files' }, 'restartServer {"name":"files"}'],
    [
      { kind: 'set-enabled', server: 'files', enabled: false },
      'setServerEnabled {"name":"files","enabled":false}',
    ],
    [{ kind: 'approve', key: 'files_1' }, 'approveRegistration {"key":"files_1"}'],
    [{ kind: 'unregister', key: 'files_1' }, 'removeRegistration {"key":"files_1"}'],
    [{ kind: 'copy', text: 'http://x' }, 'copy http://x'],
    [{ kind: 'open-log', source: 'a b' }, 'window /logs/a%20b'],
    [{ kind: 'open-window', route: null }, 'window as it was'],
    [{ kind: 'open-window', route: '/servers/files' }, 'window /servers/files'],
    [{ kind: 'pause' }, 'pauseServers {}'],
    [{ kind: 'resume' }, 'resumeServers {}'],
    [{ kind: 'restart-to-update' }, 'restart to update'],
    [{ kind: 'quit' }, 'quit'],
  ])('%j does %s', async (action, outcome) => {
    expect(await perform(action)).toEqual([outcome]);
  });

  it('on a client copies its configuration, and says where it belongs', async () => {
    expect(await perform({ kind: 'copy-snippet', client: 'zed' })).toEqual([
      'clientSnippet {"client":"zed"}',
      'copy {}',
      'copied for /z.json',
    ]);
  });

  it('that fails is told to the person, with what to do', async () => {
    const failure = new AppError('SERVER_FAILED', 'No "npxx" on PATH.', { expected: 'Install it.' });
    expect(await perform({ kind: 'start', server: 'files' }, failure)).toEqual([
      'report of start: No "npxx" on PATH. Install it.',
    ]);
  });
});
