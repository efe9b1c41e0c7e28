// Requests that are read in two ways, too large, or lead elsewhere.
import type { Defence, ProvingTests } from '../defence.ts';

function smuggling(port: 'gateway' | 'console', ...rows: readonly string[]): ProvingTests {
  return {
    file: 'integration/attacks/smuggling.test.ts',
    names: rows.map((row) => `the ${port} refuses ${row}, and whatever follows`),
    rows: rows.map((row) => `'${row}'`),
  };
}

const guard = 'http-guards/host-guard.ts';
const strict = 'http-guards/strict-http.ts';
const shortcut = 'gateway/post-shortcut.ts';
const both = ['gateway', 'console'] as const;

export const requests: readonly Defence[] = [
  {
    against: 'two Host headers',
    off: [{ file: guard, text: 'if (sentHosts.length > 1) return', by: 'if (host === null) return' }],
    tests: both.map((port) => smuggling(port, 'two Host headers')),
  },
  {
    against: 'messages that the short way would let pass and the long way refuse',
    off: [
      { file: shortcut, text: 'if (guard.check(request) !== null) return null;', by: '' },
      { file: shortcut, text: '|| !this.hasRights(caller, target)', by: '' },
      { file: shortcut, text: 'length <= this.options.maxMessageBytes()', by: 'length > 0' },
      { file: shortcut, text: 'rates.takeFor(caller.access.owner) === null', by: 'rates !== null' },
    ],
    tests: [
      {
        file: 'core/gateway/post-shortcut.test.ts',
        names: [
          'refuses it, a foreign Host',
          'refuses it, a foreign Origin',
          'refuses it, a token for something else',
          'refuses it, a token for another server',
          'refuses it, more than is taken at once',
          'refuses it, what comes too often',
        ],
        rows: [
          "['a foreign Host'",
          "['a foreign Origin'",
          "['a token for something else'",
          "['a token for another server'",
        ],
      },
    ],
  },
  {
    against: 'absolute targets',
    off: [
      {
        file: guard,
        text: "if (request.url !== undefined && !request.url.startsWith('/') &&",
        by: 'if (request.url === null &&',
      },
    ],
    tests: both.map((port) => smuggling(port, 'an absolute target of a foreign site under our Host')),
  },
  {
    against: 'what only a lenient reader takes (CRLF, chunks, lengths)',
    off: [{ file: strict, text: 'insecureHTTPParser: false', by: 'insecureHTTPParser: true' }],
    tests: [
      ...both.map((port) => smuggling(port, 'a folded Host', 'a header with a zero byte')),
      smuggling('gateway', 'Transfer-Encoding beside Content-Length'),
    ],
  },
  {
    against: 'oversized headers',
    off: [
      { file: strict, text: 'maxHeaderBytes = 16_384', by: 'maxHeaderBytes = 16_384_000' },
      {
        file: 'gateway/connection-limit.ts',
        text: "{ maxHeaderSize: this.bounds.get('headerBytes') }",
        by: '{ maxHeaderSize: 16_384_000 }',
      },
    ],
    tests: both.map((port) => smuggling(port, 'headers of 20 KB', 'a target of 20 KB')),
  },
  {
    against: 'path traversal on the page’s files',
    off: [
      {
        file: 'console/page-files.ts',
        text: '  return files;\n',
        by: `  const fs = process.getBuiltinModule('node:fs');
  const get = (name: string): PageFile | undefined => {
    try {
      const content = fs.readFileSync(join(pageDir, decodeURIComponent(name)));
      return { content, type: 'text/plain', lasting: false };
    } catch {
      return undefined;
    }
  };
  return Object.assign(files, { get });
`,
      },
    ],
    tests: [
      { file: 'integration/attacks/odd-bodies.test.ts', names: ['no path leads out of the page’s folder'] },
    ],
  },
  {
    against: 'keys of prototypes in bodies of the console',
    off: [{ file: 'console/json-body.ts', text: "('error', 'error')", by: "('ignore', 'ignore')" }],
    tests: [
      {
        file: 'integration/attacks/odd-bodies.test.ts',
        names: ['are refused by every call of the console, or mean nothing'],
      },
    ],
  },
  {
    against: 'names of prototypes’ members as calls of the console',
    off: [
      {
        file: 'src/shared/perform-call.ts',
        text: 'return (callNames as readonly string[]).includes(word);',
        by: 'return word in calls;',
      },
    ],
    tests: [
      {
        file: 'integration/attacks/odd-bodies.test.ts',
        names: ['are refused by every call of the console, or mean nothing'],
      },
    ],
  },
  {
    against: 'names of prototypes’ members as commands of the gateway',
    off: [
      {
        file: 'own-commands/json-rpc.ts',
        text: 'Object.hasOwn(commands, method) ? commands[method] : undefined;',
        by: 'commands[method];',
      },
    ],
    tests: [
      { file: 'integration/attacks/odd-bodies.test.ts', names: ['mean nothing to any route of the gateway'] },
    ],
  },
  {
    against: 'regular expressions fed with long input',
    off: [
      {
        file: 'registry/server-url.ts',
        text: String.raw`/[\s\\\p{Cc}]/u.test(text)`,
        by: String.raw`/(?:\s+|a+)+$/u.test(text)`,
      },
    ],
    tests: [{ file: 'house/regular-expressions.test.ts', names: ['ends on long inputs'] }],
  },
];
