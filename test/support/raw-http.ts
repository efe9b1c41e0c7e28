// HTTP as an attacker writes it: bytes on a socket, and whatever comes back.
import { connect } from 'node:net';

export interface RawReply {
  /** Everything that came until the other side closed. */
  readonly text: string;
  /** Of each answer, in order. */
  readonly statuses: readonly number[];
}

/**
 * Sends the bytes and reads until the other side ends the connection, which it does by itself where the last request asks for
 * that.
 */
export async function sendBytes(port: number, bytes: string | Buffer): Promise<RawReply> {
  const socket = connect(port, '127.0.0.1');
  const parts: Buffer[] = [];
  await new Promise<void>((resolve) => {
    socket.on('data', (part) => parts.push(part));
    socket.on('error', () => resolve());
    socket.on('close', () => resolve());
    socket.on('connect', () => socket.write(bytes));
  });
  const text = Buffer.concat(parts).toString('latin1');
  const statuses = [...text.matchAll(/(?:^|[\r\n}])HTTP\/1\.1 (\d{3}) /g)].map(([, status]) =>
    Number(status),
  );
  return { text, statuses };
}

/** A request's head, and its body after it. */
export function rawRequest(head: readonly string[], body = ''): string {
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}
