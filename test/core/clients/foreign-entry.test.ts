// What servers of other programs' files become in ours, in every form that those programs write.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientKinds } from '../../../src/main/core/clients/kinds.ts';
import { readForeignEntry } from '../../../src/main/core/clients/foreign-entry.ts';
import { expandText } from '../../../src/main/core/config/expand-text.ts';
import { serverEntrySchema } from '../../../src/shared/server-entry-schema.ts';

const context = { homeDir: '/home/ada', platform: 'linux' } as const;
const kindOf = (id: string) => {
  const kind = clientKinds.find((one) => one.id === id);
  if (kind === undefined) throw new Error(id);
  return kind;
};
const read = (id: string, raw: unknown) => readForeignEntry(raw, kindOf(id), context);

describe('a server of', () => {
  it.each([
    [
      'claude-desktop',
      { command: 'npx', args: ['-y', 'x'], env: { A: '1' } },
      { command: 'npx', args: ['-y', 'x'], env: { A: '1' } },
    ],
    ['claude-desktop', { command: 'x', args: ['${HOME}'] }, { command: 'x', args: ['$${HOME}'] }],
    [
      'claude-code',
      { type: 'http', url: 'https://a/mcp', headers: { Authorization: 'Bearer ${T}' } },
      { type: 'http', url: 'https://a/mcp', headers: { Authorization: 'Bearer ${T}' } },
    ],
    [
      'claude-code',
      { command: 'x', args: ['${A:-b}', '$A', '${not a name}'] },
      { command: 'x', args: ['${A:-b}', '$A', '$${not a name}'] },
    ],
    [
      'cursor',
      { command: 'x', env: { K: '${env:K}', H: '${userHome}/y' } },
      { command: 'x', args: [], env: { K: '${K}', H: '/home/ada/y' } },
    ],
    ['vscode', { type: 'stdio', command: 'x', disabled: true }, { command: 'x', args: [], enabled: false }],
    [
      'windsurf',
      { serverUrl: 'https://a/sse', disabledTools: ['rm'] },
      { url: 'https://a/sse', tools: { deny: ['rm'] } },
    ],
    [
      'gemini',
      { httpUrl: 'https://a', timeout: 5000, includeTools: ['a'], headers: { X: '$X' } },
      { url: 'https://a', headers: { X: '${X}' }, tools: { allow: ['a'] }, toolTimeoutSeconds: 5 },
    ],
    [
      'codex',
      {
        url: 'https://a',
        bearer_token_env_var: 'T',
        http_headers: { B: 'c' },
        env_http_headers: { D: 'E' },
        enabled: false,
        tool_timeout_sec: 60,
      },
      {
        url: 'https://a',
        headers: { B: 'c', D: '${E}', Authorization: 'Bearer ${T}' },
        toolTimeoutSeconds: 60,
        enabled: false,
      },
    ],
    [
      'codex',
      { command: 'x', env_vars: ['PATH_X'], env: { A: '1' }, enabled_tools: ['a'], disabled_tools: ['b'] },
      { command: 'x', args: [], env: { PATH_X: '${PATH_X}', A: '1' }, tools: { allow: ['a'], deny: ['b'] } },
    ],
    [
      'zed',
      { command: { path: 'x', args: ['1'], env: { A: 'b' } }, settings: {} },
      { command: 'x', args: ['1'], env: { A: 'b' } },
    ],
    ['zed', { source: 'custom', command: 'x', args: [] }, { command: 'x', args: [] }],
    [
      'cline',
      { type: 'streamableHttp', url: 'https://a', autoApprove: ['x'], timeout: 60 },
      { type: 'streamableHttp', url: 'https://a', toolTimeoutSeconds: 60 },
    ],
    [
      'lm-studio',
      { command: 'x', env: { PORT: 8080, OFF: null } },
      { command: 'x', args: [], env: { PORT: '8080' } },
    ],
  ])('%s is read: %j', (id, raw, entry) => {
    expect(read(id, raw)).toMatchObject({ entry });
    expect((read(id, raw) as { entry: unknown }).entry).toEqual(entry);
  });

  it.each([
    ['cursor', 'npx', 'Its entry is no object.'],
    ['cursor', {}, 'It has neither a command nor an address.'],
    ['cursor', { command: 'x', url: 'http://a' }, 'It has both a command and an address.'],
    ['cursor', { command: 'x', args: 'y' }, '"args" is no list.'],
    ['cursor', { command: 'x', args: [{}] }, '"args[0]" is no text.'],
    ['cursor', { command: 'x', env: ['A=1'] }, '"env" is no object.'],
    ['cursor', { command: 'x\0y' }, '"command" holds a NUL character.'],
    [
      'vscode',
      { command: 'x', args: ['${workspaceFolder}/y'] },
      '"args[0]" uses ${workspaceFolder}, which only VS Code knows.',
    ],
    ['zed', { source: 'extension', settings: {} }, 'It comes with an extension of Zed.'],
    ['claude-code', { url: 'https://a', headersHelper: 'x.sh' }, 'Its headers come from a program.'],
    ['cursor', { command: '' }, 'command: Too small'],
  ])('%s that is %j cannot be had', (id, raw, problem) => {
    expect(read(id, raw)).toMatchObject({ problem: expect.stringContaining(problem) });
  });

  it('VS Code keeps its questions, and says what does not come along', () => {
    const raw = { command: 'x', env: { T: 'Bearer ${input:token}' }, envFile: '.env', dev: {} };
    expect(read('vscode', raw)).toMatchObject({
      inputs: ['token'],
      notes: ['Does not come along: envFile, dev.'],
    });
  });

  it('any kind, whatever is in its file, is read or told why not', () => {
    const odd = fc.oneof(
      fc.jsonValue(),
      fc.dictionary(
        fc.constantFrom(
          'command',
          'args',
          'env',
          'url',
          'httpUrl',
          'headers',
          'type',
          'disabled',
          'timeout',
          'tools',
          'settings',
          'cwd',
          'includeTools',
          '__proto__',
        ),
        fc.oneof(fc.jsonValue(), fc.string(), fc.array(fc.string()), fc.dictionary(fc.string(), fc.string())),
      ),
    );
    fc.assert(
      fc.property(fc.constantFrom(...clientKinds), odd, (kind, raw) => {
        const result = readForeignEntry(raw, kind, context);
        const isGood =
          'problem' in result
            ? result.problem.endsWith('.')
            : serverEntrySchema.safeParse(result.entry).success;
        expect({ result, isGood }).toMatchObject({ isGood: true });
      }),
    );
  });

  it('a program that expands nothing means here exactly what it says there', () => {
    const text = fc
      .string({ unit: fc.constantFrom('$', '{', '}', 'A', ':', '-', ' ') })
      .filter((one) => one !== '');
    fc.assert(
      fc.property(text, (word) => {
        const result = read('claude-desktop', { command: 'x', args: [word] });
        const written = 'entry' in result ? (result.entry.args?.[0] ?? '') : '';
        expect(expandText(written, () => 'VALUE')).toMatchObject({ text: word, missing: [], malformed: [] });
      }),
    );
  });
});
