// A yes is good once, for a while, and for exactly what was shown.
import { expect, it } from 'vitest';
import { createConsents, type Consents } from '../../../src/main/core/consent/consents.ts';
import { fakeClock } from '../../support/fake-clock.ts';

const clock = fakeClock();
const make = (): Consents => createConsents(clock, { platform: 'linux', homeDir: '/home/ada', env: {} });
const entry = { command: 'node', args: ['a'], env: { A: '1' } };

function asked(consents: Consents): string {
  const { consent } = consents.ask('files', entry);
  if (consent === null) throw new Error('A command needs consent.');
  return consent;
}

it('lets exactly what was shown pass, once, whatever the order of its keys', () => {
  const consents = make();
  const consent = asked(consents);
  consents.require(consent, 'files', { env: { A: '1' }, args: ['a'], command: 'node' });
  expect(() => consents.require(consent, 'files', entry)).toThrow('needs a yes to exactly this command');
});

it.each([
  ['another name', 'other', entry],
  ['another argument', 'files', { ...entry, args: ['b'] }],
  ['one more argument', 'files', { ...entry, args: ['a', 'b'] }],
  ['another variable', 'files', { ...entry, env: { A: '2' } }],
  ['a folder', 'files', { ...entry, cwd: '/' }],
])('does not pass %s', (_what, name, other) => {
  const consents = make();
  expect(() => consents.require(asked(consents), name, other)).toThrow('needs a yes');
});

it('takes none that was never given, is too old, or of too many', () => {
  const consents = make();
  expect(() => consents.require(undefined, 'files', entry)).toThrow('needs a yes');
  expect(() => consents.require('x', 'files', entry)).toThrow('needs a yes');
  const old = asked(consents);
  clock.advance(10 * 60_000);
  expect(() => consents.require(old, 'files', entry)).toThrow('needs a yes');
  const first = asked(consents);
  for (let count = 0; count < 64; count += 1) asked(consents);
  expect(() => consents.require(first, 'files', entry)).toThrow('needs a yes');
});

it('asks nothing for a URL', () => {
  const consents = make();
  expect(consents.ask('remote', { url: 'https://example.com/mcp' }).consent).toBeNull();
  consents.require(undefined, 'remote', { url: 'https://example.com/mcp' });
});
