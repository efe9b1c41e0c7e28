// The start at login on each system: switched on and off, read back as the system has it, always hidden.
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { electronLoginItem, startedAtLogin, type LoginItemParts } from '../../src/main/shell/login-item.ts';

type Settings = ReturnType<LoginItemParts['app']['getLoginItemSettings']>;

let homeDir: string;
let asked: unknown[];
let made: unknown[];

beforeEach(async () => {
  homeDir = await mkdtemp(path.join(tmpdir(), 'patchbay-login-'));
  asked = [];
  made = [];
  return () => rm(homeDir, { recursive: true, force: true });
});

function parts(
  platform: NodeJS.Platform,
  more: Partial<LoginItemParts> = {},
  says: Partial<Settings> = {},
): LoginItemParts {
  const settings: Settings = {
    openAtLogin: false,
    wasOpenedAtLogin: false,
    status: 'not-registered',
    executableWillLaunchAtLogin: false,
    launchItems: [],
    ...says,
  };
  return {
    app: {
      isPackaged: true,
      getLoginItemSettings: (options) => {
        asked.push(options);
        return settings;
      },
      setLoginItemSettings: (options) => void made.push(options),
    },
    platform,
    env: {},
    homeDir,
    execPath: '/opt/Patch bay/patchbay',
    words: [],
    ...more,
  };
}

describe('on Windows', () => {
  const execPath = String.raw`C:\Program Files\Patchbay\Patchbay.exe`;

  it('registers the program with its words, and takes it out again', async () => {
    const item = electronLoginItem(parts('win32', { execPath, words: ['--data-dir', 'D:\\data'] }));
    await item.set(true);
    await item.set(false);
    const entry = { path: execPath, args: ['--hidden', '--data-dir', 'D:\\data'] };
    expect(made).toEqual([
      { ...entry, openAtLogin: true, enabled: true },
      { ...entry, openAtLogin: false, enabled: false },
    ]);
    expect(await item.read()).toEqual({ state: 'off' });
    expect(asked).toEqual([entry]);
  });

  it('counts as off what the Task Manager holds back', async () => {
    const held = parts('win32', {}, { openAtLogin: true, executableWillLaunchAtLogin: false });
    expect(await electronLoginItem(held).read()).toEqual({ state: 'off' });
    const on = parts('win32', {}, { openAtLogin: true, executableWillLaunchAtLogin: true });
    expect(await electronLoginItem(on).read()).toEqual({ state: 'on' });
    expect(startedAtLogin(on)).toBe(false);
  });
});

describe('on macOS', () => {
  it('is a login item of the app, which knows when it was started as one', async () => {
    const mac = parts('darwin', {}, { openAtLogin: true, wasOpenedAtLogin: true });
    const item = electronLoginItem(mac);
    await item.set(true);
    expect(made).toEqual([{ openAtLogin: true }]);
    expect(await item.read()).toEqual({ state: 'on' });
    expect(startedAtLogin(mac)).toBe(true);
    expect(startedAtLogin(parts('darwin'))).toBe(false);
  });
});

describe('on Linux', () => {
  const entry = (): string => path.join(homeDir, '.config', 'autostart', 'patchbay.desktop');

  it('is an autostart entry that starts the program hidden, and goes without a trace', async () => {
    const item = electronLoginItem(parts('linux'));
    expect(await item.read()).toEqual({ state: 'off' });
    await item.set(true);
    expect(await item.read()).toEqual({ state: 'on' });
    const text = await readFile(entry(), 'utf8');
    expect(text).toMatch(/^\[Desktop Entry\]\nType=Application\nName=Patchbay\n/);
    expect(text).toContain('\nExec="/opt/Patch bay/patchbay" "--hidden"\n');
    await item.set(false);
    expect(await item.read()).toEqual({ state: 'off' });
    await expect(stat(entry())).rejects.toMatchObject({ code: 'ENOENT' });
    await item.set(false);
  });

  it('names the AppImage itself, and writes odd names so that they are read as they are', async () => {
    const env = {
      APPIMAGE: '/home/a/100% $HOME "x"\\y.AppImage',
      XDG_CONFIG_HOME: path.join(homeDir, 'xdg'),
    };
    await electronLoginItem(parts('linux', { env })).set(true);
    const text = await readFile(path.join(homeDir, 'xdg', 'autostart', 'patchbay.desktop'), 'utf8');
    expect(text).toContain(String.raw`Exec="/home/a/100%% \\$HOME \\"x\\"\\\\y.AppImage" "--hidden"`);
  });

  it('is off where the desktop has switched it off, or another program stands in it', async () => {
    const item = electronLoginItem(parts('linux'));
    await item.set(true);
    const text = await readFile(entry(), 'utf8');
    await writeFile(entry(), `${text}Hidden=true\n`);
    expect(await item.read()).toEqual({ state: 'off' });
    await writeFile(entry(), text.replace('-enabled=true', '-enabled=false'));
    expect(await item.read()).toEqual({ state: 'off' });
    await writeFile(entry(), text.replace('/opt/', '/old/'));
    expect(await item.read()).toEqual({ state: 'off' });
  });
});

describe('where it cannot be', () => {
  it('says why', async () => {
    const { app } = parts('win32');
    const fromSource = electronLoginItem(parts('win32', { app: { ...app, isPackaged: false } }));
    expect(await fromSource.read()).toEqual({ state: 'unavailable', reason: 'not-installed' });
    expect(await electronLoginItem(parts('freebsd')).read()).toEqual({
      state: 'unavailable',
      reason: 'unsupported',
    });
    await expect(fromSource.set(true)).rejects.toThrow('nothing to start');
  });
});
