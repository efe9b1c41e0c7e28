// The `requestState` of a parked call: opaque to clients, signed, and good for a while (MCP basic/patterns/mrtr).
// Says nothing about whether the call still waits; that is known to ParkedCalls alone.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** What a requestState stands for. */
export interface StateClaim {
  /** Unguessable; another one for each round. */
  readonly callId: string;
  /** Of the request that was parked (see request-digest.ts). */
  readonly digest: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** A claim that came back. */
export interface OpenedClaim extends StateClaim {
  /** It was given out by this run of Patchbay; calls of earlier runs are gone. */
  readonly isOfThisRun: boolean;
}

/** Longer ones are not looked at. */
const maxLength = 1024;

export class StateSeal {
  private readonly key: Buffer;
  private readonly run: string;

  /** `key`: secret, 32 bytes or more, the same in every run. */
  constructor(key: Buffer, run = randomBytes(6).toString('base64url')) {
    this.key = key;
    this.run = run;
  }

  /** The claim as a string that only this key can have made. */
  seal({ callId, digest, expiresAt }: StateClaim): string {
    const payload = Buffer.from(JSON.stringify([callId, digest, expiresAt, this.run])).toString('base64url');
    return `${payload}.${this.sign(payload).toString('base64url')}`;
  }

  /** null for anything that this key did not seal, or that was changed since. */
  open(state: string): OpenedClaim | null {
    if (state.length > maxLength) return null;
    const [payload = '', signature = '', ...rest] = state.split('.');
    const expected = this.sign(payload).toString('base64url');
    if (rest.length > 0 || signature.length !== expected.length) return null;
    if (!timingSafeEqual(Buffer.from(signature, 'latin1'), Buffer.from(expected, 'latin1'))) return null;
    return this.read(Buffer.from(payload, 'base64url').toString('utf8'));
  }

  private read(text: string): OpenedClaim | null {
    const fields: unknown = JSON.parse(text);
    if (!Array.isArray(fields)) return null;
    const [callId, digest, expiresAt, run]: readonly unknown[] = fields;
    return typeof callId === 'string' && typeof digest === 'string' && typeof expiresAt === 'number'
      ? { callId, digest, expiresAt, isOfThisRun: run === this.run }
      : null;
  }

  private sign(payload: string): Buffer {
    return createHmac('sha256', this.key).update(`patchbay.request-state.2.${payload}`).digest();
  }
}
