// What is written and shown.
import type { Defence } from '../defence.ts';

const steering = {
  file: 'integration/attacks/steering-texts.test.ts',
  names: ['of who registers and who calls'],
};

const everywhere = {
  file: 'integration/attacks/secrets-everywhere.test.ts',
  names: ['nothing of any secret leaves where it belongs'],
};

export const output: readonly Defence[] = [
  {
    against: 'lines that fake others in the log, and ANSI escapes there',
    off: [
      {
        file: 'telemetry/plain-text.ts',
        text: '  return text\n    .replace(escapeSequences',
        by: '  if (text !== null) return text;\n  return text\n    .replace(escapeSequences',
      },
    ],
    tests: [steering],
  },
  {
    against: 'ANSI escapes in names that the command line prints',
    off: [
      {
        file: 'src/main/cli/output/printable.ts',
        text: "return stripVTControlCharacters(text.replaceAll('\\r\\n', '\\n')).replaceAll(controls, '');",
        by: 'return text;',
      },
    ],
    tests: [steering],
  },
  {
    against: 'secrets in what is printed at the end by a mistake',
    off: [{ file: 'core.ts', text: 'return this.closers.redact(text);', by: 'return text;' }],
    tests: [everywhere],
  },
  {
    against: 'secrets in logs, lists, errors and files',
    off: [
      {
        file: 'src/shared/redact.ts',
        text: 'return (text) => redactPatterns(maskValues(text, values));',
        by: "return (text) => (values.includes('') ? '' : text);",
      },
    ],
    tests: [
      {
        file: 'integration/lifecycle/secrets.test.ts',
        names: ['keeps them out of every log', 'keeps them out of status, servers and health'],
      },
      everywhere,
    ],
  },
];
