// What the schema objects to, as faults with their place and with words for people.
// Values are shown only where the schema lists what they may be: others could be secrets.
import { findNodeAtLocation, type JSONPath } from 'jsonc-parser';
import type { z } from 'zod';
import { isRecord } from '../../../shared/is-record.ts';
import { serverNameExpected, type FaultParams } from '../../../shared/server-entry-schema.ts';
import type { ConfigFault } from '../../../shared/state.ts';
import { closestWord } from './closest-word.ts';
import type { ConfigDocument } from './document.ts';
import { acceptedAt, expectedText, knownKeysAt } from './expected.ts';
import { faultAt, keyNode, keyText, nearestNode } from './places.ts';

type Issue = z.core.$ZodIssue;
type FaultWords = Pick<ConfigFault, 'message' | 'expected' | 'reason' | 'accepted'>;

/** One fault for each issue, and for each unknown key. */
export function schemaFaults(document: ConfigDocument, issues: readonly Issue[]): readonly ConfigFault[] {
  return issues.flatMap((issue) => faultsOf(document, issue));
}

function faultsOf(document: ConfigDocument, issue: Issue): readonly ConfigFault[] {
  const { text, root } = document;
  const path = issue.path.filter((segment) => typeof segment !== 'symbol');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) =>
      faultAt(text, keyNode(root, [...path, key]).offset, [...path, key], unknownKey(path, key)),
    );
  }
  if (issue.code === 'invalid_key') {
    const reason = { code: 'name-unusable', name: String(path.at(-1)) } as const;
    const words = { message: wrongName(path, issue), expected: serverNameExpected, reason };
    return [faultAt(text, keyNode(root, path).offset, path, words)];
  }
  const said = saidOf(document, issue, path);
  return [faultAt(text, nearestNode(root, path).offset, path, { ...said, ...expectationOf(issue, path) })];
}

function unknownKey(section: JSONPath, key: string): FaultWords {
  const known = knownKeysAt(section);
  const guess = closestWord(key, known);
  const where = section.length === 0 ? 'a section of this file' : `a key of "${keyText(section)}"`;
  const accepted = { kind: 'keys', keys: known } as const;
  return {
    message: `"${key}" is not ${where}${didYouMean(guess)}`,
    expected: expectedText(accepted),
    reason: { code: 'key-unknown', name: key, section: keyText(section), guess: guess ?? null },
    accepted,
  };
}

function wrongName(path: JSONPath, issue: { readonly issues: readonly Issue[] }): string {
  return `The name "${path.at(-1)}" ${issue.issues[0]?.message ?? 'is not usable'}.`;
}

function expectationOf(issue: Issue, path: JSONPath): Pick<FaultWords, 'expected' | 'accepted'> {
  const params = issue.code === 'custom' ? (issue.params as FaultParams | undefined) : undefined;
  if (params?.expected !== undefined) return { expected: params.expected };
  const accepted = acceptedAt(path);
  return { expected: expectedText(accepted), ...(accepted === undefined ? {} : { accepted }) };
}

/** The sentence, and its reason where it has a code. */
function saidOf(
  document: ConfigDocument,
  issue: Issue,
  path: JSONPath,
): Pick<FaultWords, 'message' | 'reason'> {
  const subject = path.length === 0 ? 'The file' : keyText(path);
  const node = findNodeAtLocation(document.root, path);
  const value: unknown = node?.value;
  if (node === undefined && issue.code !== 'custom')
    return { message: `${subject} is missing.`, reason: { code: 'missing' } };
  switch (issue.code) {
    case 'invalid_type':
      return {
        message: `${subject} must be ${typeWords[issue.expected] ?? issue.expected}, not ${kindOf(node?.type, value)}.`,
        reason: { code: 'wrong-kind' },
      };
    case 'invalid_value': {
      if (typeof value !== 'string')
        return {
          message: `${subject} must be a string, not ${kindOf(node?.type, value)}.`,
          reason: { code: 'wrong-kind' },
        };
      const guess = closestWord(value, issue.values.map(String));
      return {
        message: `${subject} is ${JSON.stringify(value)}${didYouMean(guess)}`,
        reason: { code: 'wrong-value', value, guess: guess ?? null },
      };
    }
    case 'too_small':
    case 'too_big':
      return saidOfSize(subject, value, issue.code === 'too_small');
    case 'custom': {
      const params = issue.params as FaultParams | undefined;
      const message = `${subject} ${issue.message}${slip(document.value, path, params)}`;
      return { message, ...(params?.reason === undefined ? {} : { reason: params.reason }) };
    }
    default:
      return { message: `${subject} ${issue.message}.` };
  }
}

function saidOfSize(
  subject: string,
  value: unknown,
  isSmall: boolean,
): Pick<FaultWords, 'message' | 'reason'> {
  if (typeof value !== 'number')
    return {
      message: `${subject} is ${isSmall ? 'empty' : 'too long'}.`,
      reason: { code: isSmall ? 'empty' : 'too-long' },
    };
  return {
    message: `${subject} is ${value}, which is too ${isSmall ? 'small' : 'large'}.`,
    reason: { code: isSmall ? 'number-too-small' : 'number-too-large', value },
  };
}

/** Where one of some keys is missing: the key that is nearly one of them. The end of a sentence. */
function slip(root: unknown, path: JSONPath, params: FaultParams | undefined): string {
  const entry = path.reduce<unknown>(
    (value, segment) => (isRecord(value) || Array.isArray(value) ? Reflect.get(value, segment) : undefined),
    root,
  );
  if (params?.needs === undefined || !isRecord(entry)) return '.';
  for (const key of Object.keys(entry)) {
    const guess = closestWord(key, params.needs);
    if (guess !== undefined) return `; did you mean "${guess}" by "${key}"?`;
  }
  return '.';
}

function didYouMean(guess: string | undefined): string {
  return guess === undefined ? '.' : `; did you mean "${guess}"?`;
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  record: 'an object',
  array: 'a list',
};

function kindOf(type: string | undefined, value: unknown): string {
  if (type === 'number') return Number.isInteger(value) ? 'a number' : `the number ${String(value)}`;
  return type === 'null' || type === 'boolean' ? String(value) : (typeWords[type ?? ''] ?? 'nothing');
}
