// What a scripted host answers to the question what a new server's command would do.
import type { ConsentView } from '../../src/shared/consent.ts';

export function proposal({ name }: { readonly name: string }): ConsentView {
  return {
    consent: 'the-consent',
    name,
    command: 'run ⟨U+202E⟩ it',
    words: ['run', '⟨U+202E⟩', 'it'],
    env: [],
    cwd: null,
    warnings: [{ kind: 'shell', severity: 'danger', text: 'A shell runs it.' }],
  };
}
