// Names that a person or a model would take for another's.
import { expect, it } from 'vitest';
import { imitationFault } from '../../src/shared/imitation.ts';

it.each([
  ['Files', 'files'],
  ['my-files', 'my_files'],
  ['my.files', 'myfiles'],
  ['fi1es', 'files'],
  ['g0ogle', 'google'],
  ['rnail', 'mail'],
  ['vveb', 'web'],
  ['Patchbay', 'patchbay'],
  ['patch-bay', 'patchbay'],
  ['a__b', 'a'],
  ['a', 'a__b'],
  ['a_', 'a'],
])('%s imitates %s', (name, other) => {
  expect(imitationFault(name, [other], '__')).toContain(`"${other}"`);
});

it.each([
  ['files', 'files'],
  ['files', 'filer'],
  ['v1.1', 'v11'],
  ['copy-1', 'copy-2'],
  ['a_b', 'a'],
  ['server-1', 'server-11'],
])('%s is fine beside %s', (name, other) => {
  expect(imitationFault(name, [other], '__')).toBeNull();
});
