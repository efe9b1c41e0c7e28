// Bytes that are not JSON.

/** The bytes are not JSON; `offset` is where that was noticed. */
export class ScanError extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(`${message} at byte ${offset}`);
    this.name = 'ScanError';
    this.offset = offset;
  }
}

/** For what stands at `at`, or does not. */
export function unexpected(bytes: Buffer, at: number): ScanError {
  return at >= bytes.length
    ? new ScanError('unexpected end of JSON', bytes.length)
    : new ScanError('unexpected character', at);
}
