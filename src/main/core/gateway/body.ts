// The body of a POST as bytes, up to the limit that is in force at this moment.
import type { Readable } from 'node:stream';
import { AppError } from '../../../shared/errors.ts';

/** Rejects with AppError MESSAGE_TOO_LARGE as soon as more than `limit` bytes are announced or have come. */
export function readBody(stream: Readable, announced: number, limit: number): Promise<Buffer> {
  if (announced > limit) return Promise.reject(tooLarge(limit));
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    stream.on('data', (part: Buffer) => {
      size += part.length;
      if (size <= limit) parts.push(part);
      else reject(tooLarge(limit));
    });
    stream.on('end', () =>
      resolve(parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts)),
    );
    stream.on('error', reject);
  });
}

function tooLarge(limit: number): AppError {
  return new AppError('MESSAGE_TOO_LARGE', `The message is larger than ${limit} bytes.`, {
    expected: 'Send less, or raise gateway.maxMessageBytes.',
  });
}
