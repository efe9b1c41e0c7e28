// Asks whoever sits at the terminal. What is asked goes to stderr, so that stdout stays what the command prints.
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { AppError } from '../../shared/errors.ts';
import { printableLine } from './output/printable.ts';
import type { CliSurroundings } from './surroundings.ts';

type Asking = Pick<CliSurroundings, 'stdin' | 'stderr'>;

/** A yes needs to be typed; null where there is nobody to ask. */
export async function askYes({ stdin, stderr }: Asking, question: string): Promise<boolean | null> {
  if (stdin?.isTTY !== true) return null;
  stderr.write(`${printableLine(question)} [y/N] `);
  const answer = await readTyped(stdin, false);
  return /^\s*y(?:es)?\s*$/i.test(answer);
}

/** What is typed, and seen while it is; for what is no secret. Rejects with BAD_REQUEST for nothing. */
export async function readShown({ stdin, stderr }: Required<Asking>, question: string): Promise<string> {
  stderr.write(`${printableLine(question)}: `);
  return required(await readTyped(stdin, false));
}

/** What is typed without being shown, or all of a pipe but for the line's end. Rejects with BAD_REQUEST for nothing. */
export async function readSecret({ stdin, stderr }: Asking, question: string): Promise<string> {
  const isTyped = stdin?.isTTY === true;
  if (isTyped) stderr.write(`${printableLine(question)}: `);
  const text = stdin === undefined ? '' : isTyped ? await readTyped(stdin, true) : await readAll(stdin);
  if (isTyped) stderr.write('\n');
  return required(text.replace(/\r?\n$/, ''));
}

function required(value: string): string {
  if (value !== '') return value;
  throw new AppError('BAD_REQUEST', 'There is no value on standard input.', {
    expected: 'Type it when asked, or pipe it in: patchbay secret set NAME < file',
  });
}

async function readAll(stdin: NonNullable<Asking['stdin']>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stdin) parts.push(Buffer.from(part as Uint8Array | string));
  return Buffer.concat(parts).toString('utf8');
}

async function readTyped(stdin: NonNullable<Asking['stdin']>, isHidden: boolean): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  // With an output of our own the line is edited here, and not shown by the terminal.
  const lines = createInterface({ input: stdin, output: nowhere, terminal: isHidden });
  try {
    return await new Promise((resolve) => {
      lines.once('line', resolve);
      lines.once('close', () => resolve(''));
      lines.once('SIGINT', () => lines.close());
    });
  } finally {
    lines.close();
  }
}
