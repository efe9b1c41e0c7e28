// Which variables a child gets, on each system.
import { describe, expect, it } from 'vitest';
import { childEnvironment, readVariable } from '../../../src/main/core/launcher/environment.ts';

describe('the environment of a child', () => {
  it('holds what programs need, and none of our secrets', () => {
    const inherited = {
      HOME: '/home/me',
      PATH: '/bin',
      LANG: 'C.UTF-8',
      LC_TIME: 'de_DE',
      https_proxy: 'http://proxy:1',
      XDG_CONFIG_HOME: '/home/me/.config',
      GITHUB_TOKEN: 'secret',
      AWS_SECRET_ACCESS_KEY: 'secret',
      PATCHBAY_JWT_SECRET: 'secret',
      ELECTRON_RUN_AS_NODE: '1',
      NODE_OPTIONS: '--inspect',
      UNSET: undefined,
    };
    expect(childEnvironment({ platform: 'linux', inherited, own: {}, path: '/usr/bin:/bin' })).toEqual({
      HOME: '/home/me',
      PATH: '/usr/bin:/bin',
      LANG: 'C.UTF-8',
      LC_TIME: 'de_DE',
      https_proxy: 'http://proxy:1',
      XDG_CONFIG_HOME: '/home/me/.config',
    });
  });

  it('lets the server’s own variables win, its PATH too', () => {
    const own = { PATH: '/only/here', API_KEY: 'k', LANG: 'pl_PL.UTF-8' };
    expect(
      childEnvironment({ platform: 'darwin', inherited: { LANG: 'C', PATH: '/bin' }, own, path: '/bin' }),
    ).toEqual(own);
  });

  it('leaves out functions that an old shell exported', () => {
    const inherited = { TERM: '() { :; }; echo hello' };
    expect(childEnvironment({ platform: 'linux', inherited, own: {}, path: '/bin' })).toEqual({
      PATH: '/bin',
    });
  });

  it('takes names for equal in any case on Windows, and has each of them once', () => {
    const inherited = { Path: 'C:\\Windows', SystemRoot: 'C:\\Windows', ComSpec: 'cmd.exe', Secret: 'x' };
    expect(
      childEnvironment({
        platform: 'win32',
        inherited,
        own: { PATHEXT: '.EXE', systemroot: 'D:\\W' },
        path: 'C:\\bin',
      }),
    ).toEqual({ Path: 'C:\\bin', systemroot: 'D:\\W', ComSpec: 'cmd.exe', PATHEXT: '.EXE' });
    expect(
      childEnvironment({ platform: 'win32', inherited, own: { PATH: 'E:\\' }, path: 'C:\\bin' }),
    ).toEqual({
      PATH: 'E:\\',
      SystemRoot: 'C:\\Windows',
      ComSpec: 'cmd.exe',
    });
  });

  it('reads a variable in any case on Windows only', () => {
    expect(readVariable({ Path: 'C:\\' }, 'PATH', 'win32')).toBe('C:\\');
    expect(readVariable({ Path: '/bin' }, 'PATH', 'linux')).toBeUndefined();
  });
});
