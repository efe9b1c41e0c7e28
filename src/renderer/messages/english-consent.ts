// Words of what a person agrees to before a command may run, in English.
import type { ConsentWarning } from '../../shared/consent.ts';

export const consent = {
  words: 'Word by word',
  folder: 'In the folder',
  env: 'With these variables',
  danger: 'Warning',
  note: 'Note',
  warnings: 'What deserves a second look',
  warning: ({ text }: ConsentWarning) => text,
};
