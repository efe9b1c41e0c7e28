// Texts of a wanted length that are never the same twice, and are known again by their digest. Used by both ends.
import { createHash } from 'node:crypto';
import { createRandom } from '../kit/random.ts';

/** Room for what is around a text in a message. */
const aroundBytes = 1000;

/** As long as a message of so many bytes can hold, once it is written as JSON. Some of it takes several bytes. */
export function textOf(seed: number, bytes: number): string {
  const random = createRandom(seed);
  const parts: string[] = [];
  let length = 0;
  while (length < bytes - aroundBytes) {
    const part = `${random.int(0, 1e9).toString(36)} \\"żółw 🙂\n`.repeat(8);
    parts.push(part);
    length += Buffer.byteLength(JSON.stringify(part)) - 2;
  }
  return parts.join('');
}

export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
