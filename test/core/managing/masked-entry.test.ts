// Entries for people to change who need not see their secrets.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskedEntry, unmaskedEntry } from '../../../src/main/core/managing/masked-entry.ts';
import { mask } from '../../../src/shared/redact-patterns.ts';

const written = {
  command: 'npx',
  args: ['-y', 'server', '--api-key', 'k-123456', '--token=t-123456', '${TOKEN}'],
  env: { API_TOKEN: 'very-secret-1', MODE: 'production', KEY: '${KEY}' },
  headers: { Authorization: 'Bearer abcdefgh', 'X-Api-Key': '${KEY}', Accept: 'x' },
  url: 'https://h/mcp?token=q-123456',
  odd: { deep: [{ password: 'pw-123456' }] },
};

describe('an entry that is shown for changing', () => {
  it('has no secret, and every reference to one', () => {
    expect(maskedEntry(written)).toEqual({
      command: 'npx',
      args: ['-y', 'server', '--api-key', mask, `--token=${mask}`, '${TOKEN}'],
      env: { API_TOKEN: mask, MODE: 'production', KEY: '${KEY}' },
      headers: { Authorization: mask, 'X-Api-Key': '${KEY}', Accept: 'x' },
      url: `https://h/mcp?token=${mask}`,
      odd: { deep: [{ password: mask }] },
    });
  });

  it('comes back whole when it comes back as it went', () => {
    const { odd: _odd, ...plain } = written;
    expect(unmaskedEntry(maskedEntry(plain), plain)).toEqual(plain);
  });

  it('keeps secrets in arguments that have moved', () => {
    const { args } = maskedEntry(written) as { args: string[] };
    const moved = { ...maskedEntry({ args: written.args }), args: ['-q', ...args.slice(2), '--new'] };
    expect(unmaskedEntry(moved, written)).toEqual({
      args: ['-q', '--api-key', 'k-123456', '--token=t-123456', '${TOKEN}', '--new'],
    });
  });

  it('is refused where a mask stands for nothing', () => {
    for (const [entry, key] of [
      [{ env: { OTHER: mask } }, 'env.OTHER'],
      [{ url: `https://other/mcp?token=${mask}` }, 'url'],
      [{ args: [mask, mask] }, 'args[1]'],
    ] as const)
      expect(() => unmaskedEntry(entry, written)).toThrow(`${key} has ${mask} in it`);
  });

  it('never loses or mixes what stands behind masks', () => {
    const secret = fc.stringMatching(/^[a-z0-9]{8,12}$/);
    const env = fc.dictionary(fc.constantFrom('API_KEY', 'TOKEN', 'MODE', 'PATHS', 'PASSWORD'), secret);
    const args = fc.array(
      fc.oneof(
        secret.map((value) => `--token=${value}`),
        secret,
      ),
    );
    fc.assert(
      fc.property(env, args, (variables, words) => {
        const entry = { command: 'x', env: variables, args: words };
        expect(unmaskedEntry(maskedEntry(entry), entry)).toEqual(entry);
      }),
    );
  });
});
