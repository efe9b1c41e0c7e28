// The words that nearly every message has, so that no text is made for them: found by their length and their bytes.

const words = [
  'jsonrpc',
  'id',
  'method',
  'params',
  'result',
  'error',
  'name',
  'arguments',
  '_meta',
  'progressToken',
  'content',
  'isError',
  'structuredContent',
  'resultType',
  'tools/call',
  'tools/list',
  'ping',
  'notifications/progress',
  'io.modelcontextprotocol/protocolVersion',
  'io.modelcontextprotocol/clientInfo',
  'io.modelcontextprotocol/clientCapabilities',
];

interface Word {
  readonly text: string;
  readonly bytes: Uint8Array;
}

/** By their lengths. */
const known: (readonly Word[] | undefined)[] = [];
for (const text of words)
  known[text.length] = [...(known[text.length] ?? []), { text, bytes: Buffer.from(text) }];

/** The word that stands there; undefined where it is none of these. */
export function wordAt(bytes: Uint8Array, start: number, end: number): string | undefined {
  const candidates = known[end - start];
  if (candidates === undefined) return undefined;
  for (const word of candidates) if (isAt(word.bytes, bytes, start)) return word.text;
  return undefined;
}

/** Whether these bytes stand there. */
export function isAt(expected: Uint8Array, bytes: Uint8Array, start: number): boolean {
  // From the end, where long names differ.
  for (let index = expected.length - 1; index >= 0; index--)
    if (bytes[start + index] !== expected[index]) return false;
  return true;
}
