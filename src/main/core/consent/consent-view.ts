// The one maker of what is shown before a command is added, whichever way it came: window, command line, import, link,
// bundle. Pure.
import type { ConsentView, ConsentWarning } from '../../../shared/consent.ts';
import { mask, isSensitiveName } from '../../../shared/redact-patterns.ts';
import type { ServerEntryInput } from '../../../shared/config-schema.ts';
import { expandText } from '../config/expand-text.ts';
import { steeringVariables, temporaryPaths, type PlaceContext } from './risky-places.ts';
import { riskyWords } from './risky-words.ts';
import { hasUnseen, visibleCommand, visibleText } from './visible-text.ts';

/** An entry with a command; `consent` is null for one that has a URL instead. */
export function consentView(
  name: string,
  entry: ServerEntryInput,
  consent: string | null,
  context: PlaceContext,
): ConsentView {
  const { command, args = [], env = {}, cwd } = entry;
  const words = command === undefined ? [urlOf(entry)] : [command, ...args];
  return {
    consent,
    name: visibleText(name),
    command: visibleCommand(words),
    words: words.map(visibleText),
    env: Object.entries(env).map(([key, value]) =>
      visibleText(`${key}=${isSensitiveName(key) && !mayBeRun(value) ? mask : value}`),
    ),
    cwd: cwd === undefined ? null : visibleText(cwd),
    warnings: command === undefined ? [] : warningsOf(words, env, cwd, context),
  };
}

function warningsOf(
  written: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string | undefined,
  context: PlaceContext,
): readonly ConsentWarning[] {
  const expand = (text: string): string => expandedText(text, context);
  // What the program itself does with a leading tilde.
  const words = written.map((word) => expand(word.replace(/^~(?=[/\\])/, context.homeDir)));
  const all = [...written, ...Object.keys(env), ...Object.values(env), cwd ?? ''];
  return [
    ...riskyWords(words),
    ...temporaryPaths([...words, ...Object.values(env).map(expand), expand(cwd ?? '')], context),
    ...steeringVariables(Object.keys(env)),
    ...(all.some(hasUnseen) ? [hidden] : []),
    ...(/[^\0-\x7f]/.test((written[0] ?? '').replace(/^.*[/\\]/s, '')) ? [lookalike] : []),
  ];
}

/** A shell that is given the variable could do something by it; then it is part of what is agreed to, whatever its name says. */
export function mayBeRun(value: string): boolean {
  return /[\s;&|<>`(){}]/.test(value) || hasUnseen(value);
}

function expandedText(text: string, { env, homeDir }: PlaceContext): string {
  const lookup = (name: string): string | undefined => env[name] ?? (name === 'HOME' ? homeDir : undefined);
  return expandText(text, lookup).text;
}

const hidden: ConsentWarning = {
  kind: 'hidden-characters',
  severity: 'danger',
  text: 'It holds characters that cannot be seen or that turn text around; they are shown as ⟨U+…⟩.',
};
const lookalike: ConsentWarning = {
  kind: 'lookalike',
  severity: 'danger',
  text: 'The program’s name holds letters that may only look like others.',
};

function urlOf({ url, serverUrl, httpUrl }: ServerEntryInput): string {
  return url ?? serverUrl ?? httpUrl ?? '';
}
