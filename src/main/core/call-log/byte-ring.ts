// The newest bytes of all that was written, in segments that are made when they are first needed: memory is what was
// written, up to the capacity. Positions count from the first byte ever written. Knows nothing of what the bytes mean.

const segmentBytes = 256 * 1024;

export class ByteRing {
  /** A whole number of segments. */
  readonly capacity: number;
  private readonly segments: (Buffer | undefined)[];
  private written = 0;

  /** Of at least so many bytes. */
  constructor(bytes: number) {
    const count = Math.max(1, Math.ceil(bytes / segmentBytes));
    this.capacity = count * segmentBytes;
    this.segments = Array.from({ length: count }, () => undefined);
  }

  /** Where the next byte goes. */
  get end(): number {
    return this.written;
  }

  /** The oldest position that is still there. */
  get start(): number {
    return Math.max(0, this.written - this.capacity);
  }

  /** Copies the first `length` bytes of `source`, which must fit the capacity. */
  write(source: Buffer, length: number): void {
    let done = 0;
    while (done < length) {
      const at = this.written % segmentBytes;
      const part = Math.min(length - done, segmentBytes - at);
      source.copy(this.segmentAt(this.written), at, done, done + part);
      done += part;
      this.written += part;
    }
  }

  /** A copy; null where some of it is gone. */
  read(position: number, length: number): Buffer | null {
    if (position < this.start || position + length > this.written) return null;
    const target = Buffer.allocUnsafe(length);
    let done = 0;
    while (done < length) {
      const at = (position + done) % segmentBytes;
      const part = Math.min(length - done, segmentBytes - at);
      this.segmentAt(position + done).copy(target, done, at, at + part);
      done += part;
    }
    return target;
  }

  private segmentAt(position: number): Buffer {
    const index = Math.floor(position / segmentBytes) % this.segments.length;
    return (this.segments[index] ??= Buffer.allocUnsafeSlow(segmentBytes));
  }
}
