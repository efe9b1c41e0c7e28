// What the schema objects to, as faults with their place and with words for people.
// Values are shown only where the schema lists what they may be: others could be secrets.
import { findNodeAtLocation, type JSONPath } from 'jsonc-parser';
import type { z } from 'zod';
import { isRecord } from '../../../shared/is-record.ts';
import { serverNameExpected, type FaultParams } from '../../../shared/server-entry-schema.ts';
import type { ConfigFault } from '../../../shared/state.ts';
import { closestWord } from './closest-word.ts';
import type { ConfigDocument } from './document.ts';
import { expectedAt, knownKeysAt } from './expected.ts';
import { faultAt, keyNode, keyText, nearestNode } from './places.ts';

type Issue = z.core.$ZodIssue;

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
    const words = { message: wrongName(path, issue), expected: serverNameExpected };
    return [faultAt(text, keyNode(root, path).offset, path, words)];
  }
  const words = { message: messageOf(document, issue, path), expected: expectedOf(issue, path) };
  return [faultAt(text, nearestNode(root, path).offset, path, words)];
}

function unknownKey(section: JSONPath, key: string): { message: string; expected: string } {
  const known = knownKeysAt(section);
  const guess = closestWord(key, known);
  const where = section.length === 0 ? 'a section of this file' : `a key of "${keyText(section)}"`;
  return {
    message: `"${key}" is not ${where}${didYouMean(guess)}`,
    expected: `one of ${known.join(', ')}`,
  };
}

function wrongName(path: JSONPath, issue: { readonly issues: readonly Issue[] }): string {
  return `The name "${path.at(-1)}" ${issue.issues[0]?.message ?? 'is not usable'}.`;
}

function expectedOf(issue: Issue, path: JSONPath): string {
  const params = issue.code === 'custom' ? (issue.params as FaultParams | undefined) : undefined;
  return params?.expected ?? expectedAt(path);
}

function messageOf(document: ConfigDocument, issue: Issue, path: JSONPath): string {
  const subject = path.length === 0 ? 'The file' : keyText(path);
  const node = findNodeAtLocation(document.root, path);
  const value: unknown = node?.value;
  if (node === undefined && issue.code !== 'custom') return `${subject} is missing.`;
  switch (issue.code) {
    case 'invalid_type':
      return `${subject} must be ${typeWords[issue.expected] ?? issue.expected}, not ${kindOf(node?.type, value)}.`;
    case 'invalid_value': {
      if (typeof value !== 'string') return `${subject} must be a string, not ${kindOf(node?.type, value)}.`;
      const guess = closestWord(value, issue.values.map(String));
      return `${subject} is ${JSON.stringify(value)}${didYouMean(guess)}`;
    }
    case 'too_small':
    case 'too_big':
      return typeof value === 'number'
        ? `${subject} is ${value}, which is too ${issue.code === 'too_small' ? 'small' : 'large'}.`
        : `${subject} is ${issue.code === 'too_small' ? 'empty' : 'too long'}.`;
    case 'custom':
      return `${subject} ${issue.message}${slip(document.value, path, issue.params as FaultParams | undefined)}`;
    default:
      return `${subject} ${issue.message}.`;
  }
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
