// Servers: where a URL leads, and what comes from there.
import type { Defence, ProvingTests } from '../defence.ts';

const connector = 'http-guards/guarded-connector.ts';
const transport = 'upstream/http/transport.ts';

function rude(...rows: readonly string[]): ProvingTests {
  return {
    file: 'integration/attacks/rude-upstreams.test.ts',
    names: rows.map((row) => `an answer that ${row} ends its call`),
    rows: rows.map((row) => `'${row}'`),
  };
}

export const upstreams: readonly Defence[] = [
  {
    against: 'a registered URL that is a metadata address',
    off: [
      {
        file: 'registry/server-url.ts',
        text: 'if (isForbiddenAddress(url.hostname)) {',
        by: "if (url.hostname === '') {",
      },
    ],
    tests: [
      { file: 'core/registry/server-url.test.ts', names: ['169.254.169.254'], rows: ['169.254.169.254'] },
    ],
  },
  {
    against: 'a URL that resolves anew to a metadata address',
    off: [
      {
        file: connector,
        text: 'isForbiddenAddress(address)) : undefined;',
        by: "address === '') : undefined;",
      },
    ],
    tests: [
      {
        file: 'core/upstream/http/connections.test.ts',
        names: [
          'a server of the configuration is called while it stands for an address that may be called',
          'a registered server is called while it stands for an address that may be called',
        ],
        rows: ['is called while it stands for an address that may be called, and no longer'],
      },
      {
        file: 'core/announce/failures.test.ts',
        names: ['another address at each connection is judged each time'],
      },
    ],
  },
  {
    against: 'redirects to another origin',
    off: [
      {
        file: 'upstream/http/redirects.ts',
        text: 'return target !== null && target.origin === new URL(from).origin ? target.href : null;',
        by: 'return target !== null ? target.href : null;',
      },
    ],
    tests: [rude('leads to a metadata address', 'leads to another local server', 'leads to a file')],
  },
  {
    against: 'decompression bombs',
    off: [
      {
        file: transport,
        text: "if (encoding === 'identity' || encoding === '') return answer;",
        by: 'if (encoding !== null) return answer;',
      },
    ],
    tests: [rude('is a decompression bomb', 'is a bomb of events')],
  },
  {
    against: 'answers without end',
    // Still bounded, so that showing this fills no memory.
    off: [
      {
        file: transport,
        text: 'if (size > this.maxMessageBytes) throw this.tooLarge();',
        by: "if (size > this.maxMessageBytes * 100) throw new Error('too late');",
      },
    ],
    tests: [rude('never ends')],
  },
  {
    against: 'events without end',
    off: [
      {
        file: 'upstream/http/event-reader.ts',
        text: "tooLarge ||= type === 'max-buffer-size-exceeded';",
        by: 'tooLarge ||= type === null;',
      },
    ],
    tests: [rude('is an event that never ends', 'is an event of lines without end')],
  },
  {
    against: 'floods of events',
    off: [
      {
        file: 'relay/client-stream.ts',
        text: 'if (!isSurplus && this.queue.bytes <= maxBytes) break;',
        by: 'if (maxBytes > 0) break;',
      },
    ],
    tests: [
      {
        file: 'integration/attacks/rude-upstreams.test.ts',
        names: ['a flood of events fills no memory'],
      },
    ],
  },
];
