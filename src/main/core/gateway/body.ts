// The body of a POST as bytes, up to the limit that is in force at this moment.
import type { Readable } from 'node:stream';
import { AppError } from '../../../shared/errors.ts';
import type { Bounds } from '../bounds/bounds.ts';

/**
 * Rejects with AppError: MESSAGE_TOO_LARGE as soon as more than `limit` bytes are announced or have come, BAD_REQUEST for a
 * client that leaves before its end.
 */
export function readBody(
  stream: Readable,
  announced: number,
  limit: number,
  bounds: Bounds,
): Promise<Buffer> {
  if (announced > limit) return Promise.reject(tooLarge(limit, bounds));
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let size = 0;
    let isTooLarge = false;
    stream.on('data', (part: Buffer) => {
      size += part.length;
      if (size <= limit) parts.push(part);
      else if (!isTooLarge) {
        isTooLarge = true;
        parts.length = 0;
        reject(tooLarge(limit, bounds));
      }
    });
    stream.on('end', () =>
      resolve(parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts)),
    );
    stream.on('error', (error) => reject(cutOff(error)));
  });
}

function tooLarge(limit: number, bounds: Bounds): AppError {
  return bounds.refusal('messageBytes', `The message is larger than ${limit} bytes.`, {
    code: 'MESSAGE_TOO_LARGE',
    instead: 'Send less',
    value: limit,
  });
}

function cutOff(cause: Error): AppError {
  return new AppError('BAD_REQUEST', 'The connection ended before the message did.', { cause });
}
