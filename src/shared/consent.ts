// What a person is shown before a command is added: all of it, with nothing hidden in it, and what deserves a second look.

export interface ConsentWarning {
  readonly kind:
    | 'shell'
    | 'code'
    | 'privileges'
    | 'download'
    | 'temporary'
    | 'environment'
    | 'hidden-characters'
    | 'lookalike';
  /** `note` for what is usual among servers, such as npx. */
  readonly severity: 'danger' | 'note';
  /** A sentence for people. */
  readonly text: string;
}

export interface ConsentView {
  /** To be given with `addServer`: good once, within ten minutes, for exactly what was shown. null: none is needed. */
  readonly consent: string | null;
  readonly name: string;
  /** The command line or URL, whole; what cannot be seen in it is written as ⟨U+202E⟩. */
  readonly command: string;
  /** The same, word by word. */
  readonly words: readonly string[];
  /** `NAME=value`; values behind telling names are masked, unless a shell could run something in them. */
  readonly env: readonly string[];
  readonly cwd: string | null;
  readonly warnings: readonly ConsentWarning[];
}

/** As lines of plain text, for a terminal or a dialog. */
export function consentLines({ name, command, words, env, cwd, warnings }: ConsentView): string[] {
  const isAddress = /^https?:\/\//i.test(words[0] ?? '');
  return [
    isAddress
      ? `Server "${name}" will be asked at this address, with what your tools are given:`
      : `Server "${name}" will run on this machine, with all your rights:`,
    `  ${command}`,
    ...(words.length > 1 ? words.map((word, index) => `    ${index}: ${word}`) : []),
    ...(cwd === null ? [] : [`  in the folder ${cwd}`]),
    ...env.map((variable) => `  with ${variable}`),
    ...warnings.map(({ severity, text }) => `${severity === 'danger' ? 'Warning' : 'Note'}: ${text}`),
  ];
}
