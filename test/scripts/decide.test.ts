import { describe, expect, it } from 'vitest';
import { decideStart } from '../../scripts/start/decide.ts';
import type { StartFacts } from '../../scripts/start/decide.ts';

const desktop: StartFacts = {
  words: [],
  platform: 'linux',
  env: { DISPLAY: ':0' },
  electron: '/electron',
  fetchTried: false,
};

describe('npm start', () => {
  it.each(['DISPLAY', 'WAYLAND_DISPLAY'])(
    'starts the tray app with %s and a runtime, words passed on',
    (name) => {
      const facts = { ...desktop, env: { [name]: 'x' }, words: ['--port', '3100', '--hidden'] };
      expect(decideStart(facts)).toEqual({
        kind: 'tray',
        electron: '/electron',
        words: ['--port', '3100', '--hidden'],
      });
    },
  );

  it('says that the display is missing, whether or not there is a runtime', () => {
    for (const electron of ['/electron', null]) {
      expect(decideStart({ ...desktop, env: { DISPLAY: '' }, electron, words: ['--port', '0'] })).toEqual({
        kind: 'headless',
        missing: 'No display (neither DISPLAY nor WAYLAND_DISPLAY is set)',
        words: ['--port', '0'],
      });
    }
  });

  it('tries once to fetch a missing runtime where there is a display', () => {
    const facts = { ...desktop, electron: null };
    expect(decideStart(facts)).toEqual({ kind: 'fetch-electron' });
    expect(decideStart({ ...facts, fetchTried: true })).toEqual({
      kind: 'headless',
      missing: 'No Electron runtime (it could not be fetched)',
      words: [],
    });
  });

  it('fetches nothing where that is forbidden', () => {
    const env = { DISPLAY: ':0', PATCHBAY_NO_DOWNLOAD: '1' };
    expect(decideStart({ ...desktop, electron: null, env })).toMatchObject({
      kind: 'headless',
      missing: expect.stringContaining('No Electron runtime'),
    });
  });

  it('goes without a desktop when asked to, and keeps the two desktop words to itself', () => {
    expect(decideStart({ ...desktop, words: ['--headless', '--port', '0', '--hidden'] })).toEqual({
      kind: 'headless',
      missing: null,
      words: ['--port', '0'],
    });
  });

  it.each(['darwin', 'win32'] as const)('has a display on %s, but not over SSH', (platform) => {
    expect(decideStart({ ...desktop, platform, env: {} }).kind).toBe('tray');
    const overSsh = decideStart({ ...desktop, platform, env: { SSH_CONNECTION: '1.2.3.4 5 6.7.8.9 22' } });
    expect(overSsh).toMatchObject({ kind: 'headless', missing: expect.stringContaining('SSH') });
  });
});
