import { describe, expect, it } from 'vitest';
import { lastingWords, readLaunchWords } from '../../src/main/shell/launch-options.ts';

describe('the words that the app is started with', () => {
  it('are those of serve, with = or without', () => {
    const { flags } = readLaunchWords([
      '--port',
      '3100',
      '--data-dir=/tmp/x',
      '--no-console',
      '--auth',
      'none',
    ]);
    expect(flags).toMatchObject({ port: '3100', dataDir: '/tmp/x', console: false, auth: 'none' });
  });

  it('may ask for a start without the window', () => {
    expect(readLaunchWords(['--hidden']).hidden).toBe(true);
    expect(readLaunchWords([]).hidden).toBe(false);
  });

  it('may hold what Electron and Chromium add', () => {
    const words = [
      '.',
      '--inspect=0',
      '--no-sandbox',
      '--ozone-platform=wayland',
      '--port',
      '3100',
      '-psn_0_1',
    ];
    expect(readLaunchWords(words).flags.port).toBe('3100');
  });

  it('leave everything to the environment and the file when there are none', () => {
    expect(Object.values(readLaunchWords([]).flags).filter((value) => value !== undefined)).toEqual([true]);
  });

  it('are kept for a start by the system where they choose what runs, with whole paths', () => {
    const { flags } = readLaunchWords(['--data-dir', 'data', '--config=/etc/c.json', '--port', '1']);
    expect(lastingWords(flags, '/home/ada')).toEqual([
      '--data-dir',
      '/home/ada/data',
      '--config',
      '/etc/c.json',
    ]);
    expect(lastingWords({}, '/home/ada')).toEqual([]);
  });
});
