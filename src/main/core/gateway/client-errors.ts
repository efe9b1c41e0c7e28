// What cannot be read as an HTTP request: answered where an answer can still be read, and its connection ended.
import type { Socket } from 'node:net';
import { AppError } from '../../../shared/errors.ts';
import type { Bounds } from '../bounds/bounds.ts';
import type { Clock } from '../ports.ts';
import { failureMessage } from '../relay/rpc-errors.ts';

/** For the answer to be read, in milliseconds. */
const readingMs = 1000;

/** Listens to `clientError` of a server. */
export function answerClientError(
  error: NodeJS.ErrnoException,
  socket: Socket,
  { bounds, clock }: { readonly bounds: Bounds; readonly clock: Clock },
): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, reason } = reasonOf(error, bounds);
  endWith(socket, rawAnswer(status, failureMessage('null', reason)), clock);
}

/** Says this, and ends the connection once it had the time to be read. */
export function endWith(socket: Socket, answer: string, clock: Clock): void {
  // What is not read would make the system reset the connection, and the answer be lost.
  socket.resume();
  socket.end(answer);
  clock.after(readingMs, () => socket.destroy());
}

/** An answer for a connection on which there is no request that could be answered in the usual way. */
export function rawAnswer(status: string, body: Buffer): string {
  const head = [
    `HTTP/1.1 ${status}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    'Connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body.toString()}`;
}

function reasonOf({ code, message }: NodeJS.ErrnoException, bounds: Bounds) {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW': {
      const long = `The headers are longer than ${bounds.get('headerBytes')} bytes.`;
      const reason = bounds.refusal('headerBytes', long, { instead: 'Send less' });
      return { status: '431 Request Header Fields Too Large', reason };
    }
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return {
        status: '408 Request Timeout',
        reason: new AppError('BAD_REQUEST', 'The request did not arrive in time.'),
      };
    default:
      return {
        status: '400 Bad Request',
        reason: new AppError('BAD_REQUEST', `This is no HTTP request: ${message}.`),
      };
  }
}
