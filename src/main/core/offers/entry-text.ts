// Texts of an entry that come from strangers. In an entry `${…}` stands for variables and secrets of this machine; what a
// file, a link or a setting says stands for nothing but itself, also where two harmless halves meet. Pure.
import { AppError } from '../../../shared/errors.ts';

/** What an entry's text is made of: text that stands for itself, or a secret by its name. */
export type Part = string | { readonly secret: string };

/** Throws BAD_REQUEST where the parts cannot be written so that they mean what they are. */
export function entryText(parts: readonly Part[]): string {
  let written = '';
  let plain = '';
  // Escaped when all of it is there: `$` may end one part, and `{` begin the next.
  const take = (): void => {
    written += plain.replaceAll('${', () => '$${');
    plain = '';
  };
  for (const part of parts) {
    if (typeof part === 'string') {
      plain += part;
      continue;
    }
    if (plain.endsWith('$')) throw dollarBefore(part.secret);
    take();
    written += `\${secret:${part.secret}}`;
  }
  take();
  return written;
}

function dollarBefore(secret: string): AppError {
  return new AppError('BAD_REQUEST', `A "$" stands right before the secret "${secret}".`, {
    expected: 'That cannot be written in config.json; give the value with its "$" as the secret.',
  });
}
