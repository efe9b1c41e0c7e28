// One entry, ready for use or with a fault of its own.
import { describe, expect, it } from 'vitest';
import type { LoadContext } from '../../../src/main/core/config/load-config.ts';
import { context, loaded, resolved } from './context.ts';

const windows: Partial<LoadContext> = {
  platform: 'win32',
  homeDir: 'C:\\Users\\ada',
  baseDir: 'C:\\Users\\ada\\AppData\\Roaming\\Patchbay',
  env: { Api_Key: 'sk-1234567890', 'ProgramFiles(x86)': 'C:\\Program Files (x86)' },
};

describe('a server with a command', () => {
  it('gets the defaults of all keys', () => {
    expect(resolved({ command: 'npx' })).toEqual({
      name: 'one',
      enabled: true,
      kind: 'stdio',
      command: 'npx',
      args: [],
      env: {},
      cwd: undefined,
      session: 'shared',
      start: 'lazy',
      idleMinutes: 10,
      maxRestarts: 5,
      tools: {},
      toolTimeoutSeconds: 300,
      secrets: [],
      fault: null,
    });
  });

  it('has variables in command, args, env and cwd put in', () => {
    const entry = {
      command: '${WORD}-server',
      args: ['${WORD}', 'a${EMPTY}b'],
      env: { KEY: '${API_KEY}' },
      cwd: '/srv/${WORD}',
    };
    expect(resolved(entry)).toMatchObject({
      command: 'hello-server',
      args: ['hello', 'ab'],
      env: { KEY: 'sk-1234567890' },
      cwd: '/srv/hello',
      fault: null,
    });
  });

  it('begins at home with ~/, in command and cwd only', () => {
    expect(resolved({ command: '~/bin/x', args: ['~/y'], cwd: '~' })).toMatchObject({
      command: '/home/ada/bin/x',
      args: ['~/y'],
      cwd: '/home/ada',
    });
    expect(resolved({ command: '~bob/x', cwd: '${NONE:-~/z}' })).toMatchObject({
      command: '~bob/x',
      cwd: '/home/ada/z',
    });
  });

  it('knows HOME also where it is not set', () => {
    expect(resolved({ command: '${HOME}/x' })).toMatchObject({ command: '/home/ada/x', fault: null });
    expect(resolved({ command: '${HOME}/x' }, { env: { HOME: '/h' } })).toMatchObject({ command: '/h/x' });
  });

  it('starts a relative cwd at the folder of the file', () => {
    expect(resolved({ command: 'x', cwd: 'servers/../a' })).toMatchObject({
      cwd: '/home/ada/.config/patchbay/a',
    });
  });

  it('reads paths and variables as Windows does there', () => {
    const entry = { command: '~\\x.exe', cwd: 'a/b', env: { K: '${API_KEY}', P: '${ProgramFiles(x86)}' } };
    expect(resolved(entry, windows)).toMatchObject({
      command: 'C:\\Users\\ada\\x.exe',
      cwd: 'C:\\Users\\ada\\AppData\\Roaming\\Patchbay\\a\\b',
      env: { K: 'sk-1234567890', P: 'C:\\Program Files (x86)' },
      fault: null,
    });
  });

  it.each([
    [{ disabled: true }, false],
    [{ enabled: false }, false],
    [{ enabled: true, disabled: true }, false],
    [{ enabled: true, disabled: false }, true],
  ])('with %j is enabled: %s', (keys, enabled) => {
    expect(resolved({ command: 'x', ...keys }).enabled).toBe(enabled);
  });

  it('takes the tool timeout of the gateway, unless it has its own', () => {
    const { servers } = loaded(`{
      "gateway": { "toolTimeoutSeconds": 60 },
      "mcpServers": { "a": { "command": "x" }, "b": { "command": "x", "toolTimeoutSeconds": 5 } },
    }`);
    expect([...servers.values()].map((server) => server.toolTimeoutSeconds)).toEqual([60, 5]);
  });
});

describe('a server with a URL', () => {
  it.each([
    [{ url: 'https://example.com/mcp' }, 'http'],
    [{ type: 'http', serverUrl: 'https://example.com/mcp' }, 'http'],
    [{ type: 'streamableHttp', httpUrl: 'https://example.com/mcp' }, 'http'],
    [{ type: 'sse', url: 'https://example.com/mcp' }, 'sse'],
  ])('as %j is of kind %s', (entry, kind) => {
    expect(resolved(entry)).toMatchObject({ kind, url: 'https://example.com/mcp', headers: {}, fault: null });
  });

  it('has variables in url and headers put in', () => {
    const entry = { url: 'http://${WORD}.example/mcp', headers: { Authorization: 'Bearer ${API_KEY}' } };
    expect(resolved(entry)).toMatchObject({
      url: 'http://hello.example/mcp',
      headers: { Authorization: 'Bearer sk-1234567890' },
    });
  });

  it.each([
    ['example.com/mcp', 'url of server "one" is not a URL.'],
    ['${EMPTY}', 'url of server "one" is not a URL.'],
    ['ftp://example.com', 'url of server "one" begins with ftp://, which Patchbay does not speak.'],
    ['https://me:pw@example.com', 'url of server "one" holds a user name or password.'],
  ])('has a fault with the address %s', (url, message) => {
    expect(resolved({ url }).fault).toMatchObject({ code: 'CONFIG_INVALID', message });
  });

  it('has a fault with a header that HTTP does not allow, and does not show it', () => {
    const { fault } = resolved({ url: 'https://example.com', headers: { Authorization: 'secret\nX: y' } });
    expect(fault).toMatchObject({ message: 'headers.Authorization of server "one" is not usable in HTTP.' });
    expect(JSON.stringify(fault)).not.toContain('secret');
  });
});

describe('a variable that is not set', () => {
  it('is the fault of the one server that needs it', () => {
    const { servers } = loaded(`{ "mcpServers": {
      "a": { "command": "x", "env": { "TOKEN": "\${GITHUB_TOKEN}" } },
      "b": { "command": "y" },
    } }`);
    expect(servers.get('b')?.fault).toBeNull();
    expect(servers.get('a')).toMatchObject({ env: { TOKEN: '${GITHUB_TOKEN}' } });
    expect(servers.get('a')?.fault).toEqual({
      code: 'CONFIG_VARIABLE_MISSING',
      message: 'Server "a" needs the variable GITHUB_TOKEN (in env.TOKEN), which is not set.',
      expected: 'Set it before Patchbay starts, or write a default, as in ${NAME:-default}.',
      details: { server: 'a', variables: ['GITHUB_TOKEN'], variable: 'GITHUB_TOKEN', key: 'env.TOKEN' },
    });
  });

  it('is named with all others, and with their places', () => {
    const { fault } = resolved({ url: 'https://${HOST_A}/', headers: { A: '${T}', B: '${T}' } });
    expect(fault?.message).toBe(
      'Server "one" needs the variables HOST_A, T (in url, headers.A, headers.B), which are not set.',
    );
  });

  it('is told apart from what is no variable', () => {
    expect(resolved({ command: 'x', args: ['a', '${input:key}'] }).fault).toEqual({
      code: 'CONFIG_INVALID',
      message: 'args[1] of server "one" holds ${input:key}, which names no variable.',
      expected: 'Write ${NAME}, ${NAME:-default}, ${secret:NAME}, or $${ for a plain ${.',
      details: { server: 'one', key: 'args[1]' },
    });
  });
});

describe('what no child can be started with', () => {
  it.each([
    [{ command: '${EMPTY:-}' }, 'command of server "one" is empty.'],
    [{ command: 'x', args: ['a\0b'] }, 'args[0] of server "one" holds a NUL character.'],
    [{ command: 'x', env: { 'A=B': 'c' } }, 'env.A=B of server "one" is no name for a variable.'],
  ])('is a fault: %j', (entry, message) => {
    expect(resolved(entry).fault).toMatchObject({ code: 'CONFIG_INVALID', message });
  });
});

describe('the list form', () => {
  it('has the path as name, and all the keys of the other form', () => {
    const { servers } = loaded(`{ "servers": [
      { "name": "Simple Server", "path": "/mcp/simple", "command": "node", "args": ["simple.js"], "enabled": true },
      { "name": "api", "command": "npx", "env": { "K": "\${API_KEY}" }, "enabled": false },
      { "name": "far", "url": "https://example.com/mcp" },
    ] }`);
    expect([...servers.keys()]).toEqual(['simple', 'api', 'far']);
    expect(servers.get('simple')).toMatchObject({ name: 'simple', command: 'node', args: ['simple.js'] });
    expect(servers.get('api')).toMatchObject({ enabled: false, env: { K: 'sk-1234567890' } });
    expect(servers.get('far')).toMatchObject({ kind: 'http' });
  });

  it('stands beside the other, in the order of the file', () => {
    const { servers, loadedAt } = loaded(
      '{ "servers": [{ "name": "z", "command": "x" }], "mcpServers": { "b": { "command": "x" }, "a": { "url": "http://a" } } }',
    );
    expect([...servers.keys()]).toEqual(['b', 'a', 'z']);
    expect(loadedAt).toBe(context.now);
  });
});

describe('a name that imitates another', () => {
  it('is a fault of the later server alone', () => {
    const text = JSON.stringify({ mcpServers: { files: { command: 'x' }, Fi1es: { command: 'y' } } });
    const { servers } = loaded(text);
    expect(servers.get('files')?.fault).toBeNull();
    expect(servers.get('Fi1es')?.fault).toMatchObject({
      code: 'NAME_IMITATES',
      message: 'The name of server "Fi1es" is easily taken for "files", the name of another server.',
    });
  });
});
