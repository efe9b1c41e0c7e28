import { describe, expect, it } from 'vitest';
import { hasTray } from '../../src/main/shell/tray-presence.ts';
import type { TraySurroundings } from '../../src/main/shell/tray-presence.ts';

const answering =
  (answer: string): TraySurroundings['run'] =>
  () =>
    Promise.resolve(answer);
const silent: TraySurroundings['run'] = () => Promise.reject(new Error('nobody answers'));

describe('whether a tray icon will be seen', () => {
  it.each(['darwin', 'win32'] as const)('is certain on %s', async (platform) => {
    expect(await hasTray({ platform, env: {}, run: silent })).toBe(true);
  });

  it('is what the session bus says', async () => {
    const surroundings = { platform: 'linux', env: { XDG_CURRENT_DESKTOP: 'ubuntu:GNOME' } } as const;
    expect(await hasTray({ ...surroundings, run: answering('(<true>,)\n') })).toBe(true);
    expect(await hasTray({ ...surroundings, run: answering('(<false>,)\n') })).toBe(false);
  });

  it.each([
    ['GNOME', false],
    ['ubuntu:GNOME', false],
    ['KDE', true],
    ['', true],
  ])('follows from the desktop "%s" when nobody answers: %s', async (desktop, expected) => {
    const env = { XDG_CURRENT_DESKTOP: desktop };
    expect(await hasTray({ platform: 'linux', env, run: silent })).toBe(expected);
  });

  it('is asked about with a read-only question', async () => {
    const asked: string[] = [];
    await hasTray({
      platform: 'linux',
      env: {},
      run: (program, words) => {
        asked.push(program, ...words);
        return Promise.resolve('');
      },
    });
    expect(asked).toContain('org.freedesktop.DBus.Properties.Get');
  });
});
