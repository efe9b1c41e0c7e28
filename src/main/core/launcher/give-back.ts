// Memory of bytes that nobody needs any more, given back at once: what is read comes in large pieces, and V8, which knows
// little of their size, collects all of its heap again and again for the sake of them (docs/PERFORMANCE.md).

/** Smaller ones are not worth it, in bytes. */
const leastBytes = 16_384;

/** Whoever still looks at these bytes finds none. */
export function giveBack(bytes: Buffer): void {
  const { buffer } = bytes;
  // Those that lie in a larger piece share it with others. Node 20 cannot.
  if (bytes.length < leastBytes || bytes.length !== buffer.byteLength) return;
  if (buffer instanceof ArrayBuffer && 'transfer' in buffer) buffer.transfer(0);
}
