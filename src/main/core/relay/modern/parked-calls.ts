// Calls whose server waits for an answer that a client has yet to bring: each under an id that only its requestState
// knows, good for one repetition, gone when it expires or the call ends (MCP basic/patterns/mrtr).
import { randomBytes } from 'node:crypto';
import { AppError } from '../../../../shared/errors.ts';
import type { Bounds } from '../../bounds/bounds.ts';
import type { Clock } from '../../ports.ts';
import { MessageError, rpcCode } from '../wire/message.ts';
import type { StateSeal } from './request-state.ts';

export interface Parkable {
  /** Nobody came for it in time. */
  expire(): void;
}

export interface ParkedCallsOptions {
  readonly bounds: Bounds;
  readonly clock: Clock;
  readonly seal: StateSeal;
  /** How long a call waits for its repetition, in milliseconds. */
  readonly waitMs: number;
}

interface Parked<Call> {
  readonly call: Call;
  readonly stopWaiting: () => void;
}

export class ParkedCalls<Call extends Parkable> {
  private readonly options: ParkedCallsOptions;
  private readonly byId = new Map<string, Parked<Call>>();

  constructor(options: ParkedCallsOptions) {
    this.options = options;
  }

  get size(): number {
    return this.byId.size;
  }

  /** Keeps the call for one repetition; returns the requestState that brings it back. Throws AppError LIMIT_REACHED. */
  park(call: Call, digest: string): string {
    const { bounds, clock, seal, waitMs } = this.options;
    if (this.byId.size >= bounds.get('parkedCallsPerServer')) {
      const many = `${this.byId.size} calls of this server wait for their clients' answers already.`;
      throw bounds.refusal('parkedCallsPerServer', many, { instead: 'Try again later' });
    }
    const callId = randomBytes(18).toString('base64url');
    const stopWaiting = clock.after(waitMs, () => {
      if (this.byId.delete(callId)) call.expire();
    });
    this.byId.set(callId, { call, stopWaiting });
    return seal.seal({ callId, digest, expiresAt: clock.now() + waitMs });
  }

  /**
   * The call that waits for this requestState, which is used up by this. Throws MessageError -32602 when there is none, and
   * AppError CALL_INTERRUPTED when Patchbay was started anew since.
   */
  take(state: string, digest: string): Call {
    const claim = this.options.seal.open(state);
    if (claim === null) throw refused('is not one that this gateway gave out');
    if (!claim.isOfThisRun) throw endedWithItsRun();
    if (claim.expiresAt <= this.options.clock.now()) throw refused('has expired');
    if (claim.digest !== digest) throw refused('belongs to another request');
    const parked = this.byId.get(claim.callId);
    if (parked === undefined) throw refused('was used already, or its call has ended');
    this.forgetId(claim.callId, parked);
    return parked.call;
  }

  /** The call has ended: no repetition reaches it any more. */
  drop(call: Call): void {
    for (const [callId, parked] of this.byId) if (parked.call === call) this.forgetId(callId, parked);
  }

  /** All expire now. */
  close(): void {
    for (const [callId, parked] of this.byId) {
      this.forgetId(callId, parked);
      parked.call.expire();
    }
  }

  private forgetId(callId: string, { stopWaiting }: Parked<Call>): void {
    stopWaiting();
    this.byId.delete(callId);
  }
}

function endedWithItsRun(): AppError {
  return new AppError(
    'CALL_INTERRUPTED',
    'Patchbay was started anew, and the call ended with its last run.',
    {
      expected: 'Send the request again without requestState and inputResponses.',
      details: { retryable: true },
    },
  );
}

function refused(why: string): MessageError {
  return new MessageError(
    rpcCode.invalidParams,
    `The requestState ${why}. Send the request again without requestState and inputResponses.`,
  );
}
