// What a child prints that should not: nothing of it is an answer to anything that was asked.
import type { Random } from '../kit/random.ts';

const sorts: readonly [(random: Random) => string | Buffer, ...((random: Random) => string | Buffer)[]] = [
  () => 'Listening on stdio…\n',
  () => '{"jsonrpc":"2.0","id":\n',
  () => '\n   \r\n\r\n',
  () => '{"jsonrpc":"2.0","id":"nobody","result":{}}\n',
  () => '{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"Parse error"}}\n',
  () => '{"jsonrpc":"2.0","id":-1.5,"error":"not an object"}\n',
  () => '{"jsonrpc":"2.0","id":{"an":"object"},"result":{}}\n',
  () => '[{"jsonrpc":"2.0","id":"nobody","result":{}},1,null]\n',
  () =>
    '{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":"nobody","progress":1}}\n',
  () => '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"nobody"}}\n',
  () => '{"jsonrpc":"2.0","method":42}\n',
  () => '{"__proto__":{"id":1},"constructor":null}\n',
  () => `${'['.repeat(5000)}\n`,
  (random) => `${'x'.repeat(random.int(1, 200_000))}\n`,
  (random) =>
    Buffer.concat([Buffer.from(random.bytes(random.int(1, 300)).filter((byte) => byte !== 0x0a)), newLine]),
];

const newLine = Buffer.from('\n');

/** A few of them. */
export function rudeLines(random: Random): Buffer {
  return Buffer.concat(
    Array.from({ length: random.int(1, 3) }, () => Buffer.from(random.pick(sorts)(random))),
  );
}
