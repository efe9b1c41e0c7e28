import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { hasReleaseFeed } from '../../src/main/shell/release-feed.ts';
import type { Installation } from '../../src/main/shell/release-feed.ts';
import { tempFolder } from '../support/temp-folder.ts';

let resourceDir = '';
beforeEach(async () => {
  resourceDir = await tempFolder();
  writeFileSync(path.join(resourceDir, 'app-update.yml'), 'provider: generic\n');
});

const onWindows = (): Installation => ({
  app: { isPackaged: true },
  platform: 'win32',
  env: {},
  resourceDir,
});

describe('a release feed', () => {
  it('is there where electron-builder has written one', () => {
    expect(hasReleaseFeed(onWindows())).toBe(true);
    expect(hasReleaseFeed({ ...onWindows(), platform: 'darwin' })).toBe(true);
  });

  it('is not there without `publish`, nor from a checkout', () => {
    expect(hasReleaseFeed({ ...onWindows(), resourceDir: path.join(resourceDir, 'none') })).toBe(false);
    expect(hasReleaseFeed({ ...onWindows(), app: { isPackaged: false } })).toBe(false);
  });

  it('is on Linux for the AppImage alone: deb and rpm are the package manager’s', () => {
    expect(hasReleaseFeed({ ...onWindows(), platform: 'linux' })).toBe(false);
    const env = { APPIMAGE: '/home/u/Patchbay.AppImage' };
    expect(hasReleaseFeed({ ...onWindows(), platform: 'linux', env })).toBe(true);
  });
});
