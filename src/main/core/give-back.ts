// Memory of bytes that nobody needs any more, given back at once: large messages lie in pieces of their own, and V8, which
// knows little of their size, collects all of its heap again and again for the sake of them (docs/PERFORMANCE.md).

/** Smaller ones are not worth it, in bytes. */
const leastBytes = 16_384;

/** Of pieces in which one message lies, and nothing else. */
const whole = new WeakSet<ArrayBufferLike>();

/** A piece that was read, and is known to nobody else. Whoever still looks at these bytes finds none. */
export function giveBack(bytes: Buffer): void {
  // Those that lie in a larger piece share it with others.
  if (bytes.length >= leastBytes && bytes.length === bytes.buffer.byteLength) release(bytes.buffer);
}

/** The message, in whose piece nothing else lies: whoever is the last to need it may give it back. */
export function markWhole(message: Buffer): Buffer {
  if (message.length >= leastBytes) whole.add(message.buffer);
  return message;
}

/** It was cut into several, which may not all end together. */
export function unmarkWhole(message: Buffer): void {
  whole.delete(message.buffer);
}

/** What gives the message back, for its last user to call; undefined where it is not to be given back. */
export function givingBack({ buffer }: Buffer): (() => void) | undefined {
  return whole.has(buffer) ? () => release(buffer) : undefined;
}

function release(piece: ArrayBufferLike): void {
  whole.delete(piece);
  // Once only. Node 20 cannot.
  if (!(piece instanceof ArrayBuffer) || !('transfer' in piece) || piece.byteLength === 0) return;
  try {
    piece.transfer(0);
  } catch {
    // Not ours alone, as Node's pool for small ones: it stays.
  }
}
