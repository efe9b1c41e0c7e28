import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { bridgeStart, coreOptions, dataDirOf } from '../../src/main/core/start-options.ts';
import type { StartFlags, Surroundings } from '../../src/main/core/start-options.ts';

const program = { version: '1.0.0', pageDir: '/page' };

function surroundings(env: Record<string, string> = {}, platform: NodeJS.Platform = 'linux'): Surroundings {
  return { env, platform, homeDir: '/home/ada', workingDir: '/work' };
}

const options = (flags: StartFlags, env: Record<string, string> = {}) =>
  coreOptions(flags, surroundings(env), program);

describe('the data folder', () => {
  it.each([
    ['darwin', {}, '/home/ada/Library/Application Support/Patchbay'],
    ['win32', { APPDATA: '/roaming' }, '/roaming/Patchbay'],
    ['linux', {}, '/home/ada/.config/patchbay'],
    ['linux', { XDG_CONFIG_HOME: '/xdg' }, '/xdg/patchbay'],
    ['linux', { XDG_CONFIG_HOME: 'relative' }, '/home/ada/.config/patchbay'],
  ] as const)('on %s with %j is %s', (platform, env, expected) => {
    expect(dataDirOf({}, surroundings(env, platform))).toBe(path.normalize(expected));
  });

  it('is the one of the variable, or better the flag, from the working folder on', () => {
    const env = { PATCHBAY_DATA_DIR: 'from-env' };
    expect(dataDirOf({}, surroundings(env))).toBe(path.resolve('/work/from-env'));
    expect(dataDirOf({ dataDir: 'from-flag' }, surroundings(env))).toBe(path.resolve('/work/from-flag'));
    expect(dataDirOf({ dataDir: '' }, surroundings({ PATCHBAY_DATA_DIR: '' }))).toMatch(/patchbay$/);
  });
});

describe('what beats the file', () => {
  it('is nothing when nothing was said', () => {
    const { overrides, configPath } = options({});
    expect(Object.values(overrides ?? {}).filter((value) => value !== undefined)).toEqual([]);
    expect(configPath).toBeUndefined();
  });

  it('are variables', () => {
    const env = {
      PATCHBAY_PORT: '3100',
      PATCHBAY_HOST: '::1',
      PATCHBAY_LOG_LEVEL: 'debug',
      PATCHBAY_CONFIG: 'my.json',
    };
    expect(options({}, env)).toMatchObject({
      configPath: path.resolve('/work/my.json'),
      overrides: { port: 3100, host: '::1', logLevel: 'debug' },
    });
  });

  it('are flags, which beat variables', () => {
    const env = { PATCHBAY_PORT: '3100', PATCHBAY_HOST: '::1', PATCHBAY_LOG_LEVEL: 'debug' };
    const flags = { port: '0', host: 'localhost', logLevel: 'warn', auth: 'none' };
    expect(options(flags, env).overrides).toEqual({
      port: 0,
      host: 'localhost',
      logLevel: 'warn',
      authMode: 'none',
    });
  });
});

describe('the console', () => {
  it('is on port 3005, on another, or not there', () => {
    expect(options({}).console).toEqual({ port: 3005, pageDir: '/page' });
    expect(options({ consolePort: '0' }).console).toEqual({ port: 0, pageDir: '/page' });
    expect(options({ console: false }).console).toBeNull();
  });
});

describe('a value that cannot be used', () => {
  it.each<[StartFlags, Record<string, string>, string]>([
    [{ port: '65536' }, {}, '--port is "65536", which is not a port.'],
    [{ port: '80a' }, {}, '--port is "80a", which is not a port.'],
    [{ consolePort: '-1' }, {}, '--console-port is "-1", which is not a port.'],
    [{}, { PATCHBAY_PORT: '3e3' }, 'PATCHBAY_PORT is "3e3", which is not a port.'],
    [{ auth: 'maybe' }, {}, '--auth is "maybe".'],
    [{}, { PATCHBAY_LOG_LEVEL: 'loud' }, 'PATCHBAY_LOG_LEVEL is "loud".'],
  ])('%j %j is refused by name', (flags, env, message) => {
    expect(() => options(flags, env)).toThrow(expect.objectContaining({ code: 'BAD_REQUEST', message }));
  });
});

describe('the bridge of this installation', () => {
  const start = (dataDir: string, versions: Record<string, string>) =>
    bridgeStart('/opt/patchbay', dataDir, surroundings(), {
      execPath: '/opt/run',
      versions: versions as unknown as NodeJS.ProcessVersions,
    });

  it('is started by the runtime that runs now, as Node where that is the app', () => {
    const args = [path.join('/opt/patchbay', 'out', 'main', 'bridge.js')];
    expect(start('/home/ada/.config/patchbay', {})).toEqual({ command: '/opt/run', args });
    expect(start('/home/ada/.config/patchbay', { electron: '40.0.0' })).toEqual({
      command: '/opt/run',
      args,
      env: { ELECTRON_RUN_AS_NODE: '1' },
    });
  });

  it('is told of a data folder that is not the usual one', () => {
    expect(start('/else', {}).args.slice(1)).toEqual(['--data-dir', '/else']);
  });
});
