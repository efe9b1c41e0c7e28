// A wire between two programs that breaks: a TCP relay which cuts some connections after a random number of bytes, by a
// reset or by an end in the middle.
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Random } from './random.ts';

export interface WireOptions {
  readonly port: number;
  readonly target: number;
  readonly random: Random;
  /** Of a new connection, from 0 to 1; asked for each. */
  readonly cutProbability: () => number;
  /** Bytes in both directions together, at most so many before a cut. */
  readonly longestBytes: number;
  readonly onCut: () => void;
}

export interface Wire {
  readonly port: number;
  /** Cuts all connections that are open now. */
  cutAll(): number;
  close(): Promise<void>;
}

export async function startWire(options: WireOptions): Promise<Wire> {
  const { random } = options;
  const pairs = new Set<readonly [Socket, Socket]>();

  function cut(pair: readonly [Socket, Socket]): void {
    const isReset = random.chance(0.5);
    for (const socket of pair) {
      if (isReset) socket.resetAndDestroy();
      else socket.destroy();
    }
  }

  const server: Server = createServer((client) => {
    const upstream = connect(options.target, '127.0.0.1');
    const pair = [client, upstream] as const;
    pairs.add(pair);
    let left = random.chance(options.cutProbability())
      ? random.int(1, options.longestBytes)
      : Number.POSITIVE_INFINITY;
    const pass = (from: Socket, to: Socket): void => {
      from.on('data', (chunk: Buffer) => {
        if (chunk.length < left) {
          left -= chunk.length;
          if (!to.write(chunk)) {
            from.pause();
            to.once('drain', () => from.resume());
          }
          return;
        }
        to.write(chunk.subarray(0, left), () => cut(pair));
        left = 0;
        from.pause();
        options.onCut();
      });
      from.on('end', () => to.end());
      from.on('error', () => to.destroy());
      from.on('close', () => {
        // What was passed on already still has to be written.
        to.destroySoon();
        pairs.delete(pair);
      });
    };
    pass(client, upstream);
    pass(upstream, client);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const cutAll = (): number => {
    const count = pairs.size;
    if (count > 0) options.onCut();
    for (const pair of pairs) cut(pair);
    return count;
  };
  return {
    port: options.port,
    cutAll,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const [client, upstream] of pairs) {
        client.destroy();
        upstream.destroy();
      }
      await closed;
    },
  };
}
