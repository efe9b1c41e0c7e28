// The `requestState` of a parked call: opaque to clients, signed, and good for a while (MCP basic/patterns/mrtr).
// Says nothing about whether the call still waits; that is known to ParkedCalls alone.
import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a requestState stands for. */
export interface StateClaim {
  /** Unguessable; another one for each round. */
  readonly callId: string;
  /** Of the request that was parked (see request-digest.ts). */
  readonly digest: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** Longer ones are not looked at. */
const maxLength = 1024;

export class StateSeal {
  private readonly key: Buffer;

  /** `key`: secret, 32 bytes or more. */
  constructor(key: Buffer) {
    this.key = key;
  }

  /** The claim as a string that only this key can have made. */
  seal({ callId, digest, expiresAt }: StateClaim): string {
    const payload = Buffer.from(JSON.stringify([callId, digest, expiresAt])).toString('base64url');
    return `${payload}.${this.sign(payload).toString('base64url')}`;
  }

  /** null for anything that this key did not seal, or that was changed since. */
  open(state: string): StateClaim | null {
    if (state.length > maxLength) return null;
    const [payload = '', signature = '', ...rest] = state.split('.');
    const expected = this.sign(payload).toString('base64url');
    if (rest.length > 0 || signature.length !== expected.length) return null;
    if (!timingSafeEqual(Buffer.from(signature, 'latin1'), Buffer.from(expected, 'latin1'))) return null;
    return readClaim(Buffer.from(payload, 'base64url').toString('utf8'));
  }

  private sign(payload: string): Buffer {
    return createHmac('sha256', this.key).update(`patchbay.request-state.1.${payload}`).digest();
  }
}

function readClaim(text: string): StateClaim | null {
  const fields: unknown = JSON.parse(text);
  if (!Array.isArray(fields)) return null;
  const [callId, digest, expiresAt]: readonly unknown[] = fields;
  return typeof callId === 'string' && typeof digest === 'string' && typeof expiresAt === 'number'
    ? { callId, digest, expiresAt }
    : null;
}
