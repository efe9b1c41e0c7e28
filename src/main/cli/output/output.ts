// Everything the command line prints goes through here: lines for people on stdout, one JSON document with --json,
// problems on stderr. Colour only on a terminal that wants it.
import { styleText } from 'node:util';
import { AppError, describeError, toErrorView } from '../../../shared/errors.ts';
import { redactText } from '../../../shared/redact.ts';
import type { CliSurroundings } from '../surroundings.ts';
import { printableLine } from './printable.ts';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow';

export interface Output {
  /** Characters that fit in a line; null when nothing limits it. */
  readonly width: number | null;
  readonly isTerminal: boolean;
  line(text: string): void;
  /** The one document of --json. */
  json(value: unknown): void;
  /** One document a line (JSON Lines). */
  jsonLine(value: unknown): void;
  /** A line on stderr. */
  problem(text: string): void;
  paint(style: Style, text: string): string;
}

/** Printing for the streams and the environment given. NO_COLOR is honoured (no-color.org). */
export function createOutput({
  stdout,
  stderr,
  env,
}: Pick<CliSurroundings, 'stdout' | 'stderr' | 'env'>): Output {
  const isTerminal = stdout.isTTY === true;
  const noColour = (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb';
  const coloured = isTerminal && !noColour;
  return {
    isTerminal,
    width: isTerminal ? (stdout.columns ?? 80) : null,
    line: (text) => stdout.write(`${text}\n`),
    json: (value) => stdout.write(`${JSON.stringify(value, null, 2)}\n`),
    jsonLine: (value) => stdout.write(`${JSON.stringify(value)}\n`),
    problem: (text) => stderr.write(`${text}\n`),
    paint: (style, text) => (coloured ? styleText(style, text, { validateStream: false }) : text),
  };
}

/** A failure as --json tells it, and as a line for people. */
export function printFailure(output: Output, error: unknown, asJson: boolean): void {
  if (asJson) output.json({ error: toErrorView(error) });
  output.problem(`patchbay: ${printableLine(describeError(error))}`);
  const isOurMistake = !(error instanceof AppError) && error instanceof Error;
  if (isOurMistake && error.stack !== undefined) output.problem(redactText(error.stack));
}
