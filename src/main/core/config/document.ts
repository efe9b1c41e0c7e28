// The text of config.json as a tree: comments and trailing commas allowed, everything that is no JSON told with its
// place. Knows nothing of what the keys mean.
import {
  getNodePath,
  getNodeValue,
  parseTree,
  printParseErrorCode,
  type Node,
  type ParseError,
} from 'jsonc-parser';
import type { ConfigFault } from '../../../shared/state.ts';
import { faultAt } from './places.ts';

export interface ConfigDocument {
  /** Without byte order mark. */
  readonly text: string;
  readonly root: Node;
  readonly value: unknown;
}

export interface ParsedText {
  /** Null where the text is no JSON. */
  readonly document: ConfigDocument | null;
  readonly faults: readonly ConfigFault[];
}

const syntaxWords: Readonly<Record<string, readonly [message: string, expected: string]>> = {
  InvalidSymbol: [
    'This is neither a value nor a quoted text.',
    'a value: "text", 1, true, false, null, [ ] or { }',
  ],
  InvalidNumberFormat: ['This number is not written as JSON has it.', 'a number such as 30 or 0.5'],
  PropertyNameExpected: ['A key is missing here.', 'a key in double quotes, such as "port"'],
  ValueExpected: ['A value is missing here.', 'a value: "text", 1, true, false, null, [ ] or { }'],
  ColonExpected: ['A colon is missing here.', '":" between key and value'],
  CommaExpected: ['A comma is missing before this.', '"," between two entries'],
  CloseBraceExpected: ['An object is not closed.', '"}"'],
  CloseBracketExpected: ['A list is not closed.', '"]"'],
  EndOfFileExpected: [
    'Something follows after the end of the configuration.',
    'nothing after the closing "}"',
  ],
  InvalidCommentToken: ['This is not a comment.', '// or /* */'],
  UnexpectedEndOfComment: ['A comment is not closed.', '"*/"'],
  UnexpectedEndOfString: ['A text is not closed on its line.', 'a closing double quote'],
  UnexpectedEndOfNumber: ['A number is not complete.', 'a number such as 30 or 0.5'],
  InvalidUnicode: ['This \\u escape is not complete.', 'four hexadecimal digits after \\u'],
  InvalidEscapeCharacter: [
    'JSON does not know this escape.',
    'one of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\u; a backslash is written \\\\',
  ],
  InvalidCharacter: ['A text holds a control character.', 'an escape such as \\n or \\t'],
};

/** Reads the text (without byte order mark). Keys that stand twice, and `__proto__`, are faults too. */
export function parseText(text: string): ParsedText {
  if (text.trim() === '') {
    return { document: null, faults: [wholeFile(text, 'The file is empty.', 'at least { }', 'empty-file')] };
  }
  const errors: ParseError[] = [];
  try {
    const root = parseTree(text, errors, { allowTrailingComma: true });
    if (errors.length > 0 || root === undefined)
      return { document: null, faults: syntaxFaults(text, errors) };
    const faults: ConfigFault[] = [];
    const value = valueOf(text, root, faults);
    return { document: { text, root, value }, faults };
  } catch (error) {
    // The parser goes down one call for each level.
    if (!(error instanceof RangeError)) throw error;
    const fault = wholeFile(text, 'The file is nested too deeply.', 'a few levels', 'nested-too-deeply');
    return { document: null, faults: [fault] };
  }
}

function wholeFile(
  text: string,
  message: string,
  expected: string,
  code: 'empty-file' | 'nested-too-deeply',
): ConfigFault {
  return faultAt(text, 0, [], { message, expected, reason: { code } });
}

/** One for each line: what the parser finds further on in a line mostly follows from the first. */
function syntaxFaults(text: string, errors: readonly ParseError[]): readonly ConfigFault[] {
  const byLine = new Map<number, ConfigFault>();
  for (const { error, offset } of errors) {
    const name = printParseErrorCode(error);
    const [message, expected] = syntaxWords[name] ?? ['This is not JSON.', 'JSON'];
    const reason = { code: 'syntax', error: name } as const;
    const fault = faultAt(text, offset, [], { message, expected, reason });
    if (!byLine.has(fault.line)) byLine.set(fault.line, fault);
  }
  return [...byLine.values()];
}

/** The value of a node, in objects like any other: those of the parser have no prototype, and compare as different. */
export function plainValue(node: Node): unknown {
  return JSON.parse(JSON.stringify(getNodeValue(node)));
}

function valueOf(text: string, node: Node, faults: ConfigFault[]): unknown {
  if (node.type === 'array') return (node.children ?? []).map((child) => valueOf(text, child, faults));
  if (node.type !== 'object') return node.value;
  const value: Record<string, unknown> = {};
  for (const property of node.children ?? []) {
    const [keyNode, child] = property.children ?? [];
    if (keyNode === undefined || child === undefined) continue;
    const key = String(keyNode.value);
    const objection = key === '__proto__' ? unusable : Object.hasOwn(value, key) ? repeated(key) : null;
    if (objection !== null)
      faults.push(faultAt(text, keyNode.offset, [...getNodePath(node), key], objection));
    else value[key] = valueOf(text, child, faults);
  }
  return value;
}

const unusable = {
  message: '"__proto__" is not usable as a key.',
  expected: 'another name',
  reason: { code: 'key-unusable', name: '__proto__' },
} as const;

function repeated(name: string): Pick<ConfigFault, 'message' | 'expected' | 'reason'> {
  return {
    message: `"${name}" stands here a second time.`,
    expected: 'each key once',
    reason: { code: 'key-repeated', name },
  };
}
