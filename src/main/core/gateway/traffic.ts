// What is under way at one address, calls and event streams, and how it ends when the gateway leaves the address. Knows
// no sessions and no servers.
import type { ServerResponse } from 'node:http';
import { AppError } from '../../../shared/errors.ts';
import { deferred } from '../deferred.ts';
import type { Clock } from '../ports.ts';
import type { CallLog } from '../call-log/call-log.ts';
import type { CallMeter } from '../metrics/call-meter.ts';
import { TransientMap, TransientSet } from '../transient.ts';
import { CountedCall, type CallCounting, type NewCall } from './counted-call.ts';

export interface NewStream {
  readonly response: ServerResponse;
  /** It is a subscription of the modern era. */
  readonly isListening?: boolean;
  /** Whether a call under way may need it. */
  readonly isNeeded: () => boolean;
  readonly end: () => void;
}

/** Somebody who may go on for as long as this holds. */
interface Admitted {
  isValid(): boolean;
}

/** A token that expires while an event stream is open is noticed so much later at most, in milliseconds. */
const refusedIntervalMs = 5000;

export class Traffic implements CallCounting {
  readonly clock: Clock;
  readonly meter: CallMeter;
  readonly log: CallLog | null;
  private readonly calls = new TransientSet<CountedCall>();
  private readonly streams = new TransientSet<NewStream>();
  private listens = 0;
  private reason: AppError | null = null;
  /** Whom each is for; null: nobody who was asked who they are. */
  private readonly responses = new TransientMap<ServerResponse, Admitted | null>();
  private stopLooking: () => void = () => undefined;
  private noteSettled: () => void = () => undefined;
  private noteWritten: () => void = () => undefined;

  constructor(clock: Clock, meter: CallMeter, log: CallLog | null = null) {
    this.clock = clock;
    this.meter = meter;
    this.log = log;
  }

  /** Nothing new begins. */
  get isLeaving(): boolean {
    return this.reason !== null;
  }

  /** Throws the reason for leaving: nothing new begins then. */
  admit(): void {
    if (this.reason !== null) throw this.reason;
  }

  /** The exchange to answer the call by. */
  call(call: NewCall): CountedCall {
    const counted = new CountedCall(call, this);
    this.calls.add(counted);
    return counted;
  }

  onSettled(call: CountedCall): void {
    this.calls.delete(call);
    this.noteSettled();
  }

  /** Every response at this address, whatever it answers. */
  response(response: ServerResponse): void {
    this.responses.set(response, null);
    response.on('close', () => {
      this.responses.delete(response);
      this.noteWritten();
    });
  }

  /** How many event streams are open that belong to no answer. */
  get streamCount(): number {
    return this.streams.size;
  }

  /** How many subscriptions of the modern era are open. */
  get listening(): number {
    return this.listens;
  }

  /** The response is for this one, and ends with what lets it go on. */
  admitted(response: ServerResponse, whom: Admitted): void {
    if (this.responses.has(response)) this.responses.set(response, whom);
  }

  /** Looks from now on, from time to time, whose response may not go on, and ends it. */
  watch(): void {
    this.stopLooking = this.clock.every(refusedIntervalMs, () => this.endRefused());
  }

  /** Does so now. */
  endRefused(): void {
    for (const [response, whom] of this.responses) if (whom?.isValid() === false) response.destroy();
  }

  /** Until its response is closed. */
  stream(stream: NewStream): void {
    const listens = stream.isListening === true ? 1 : 0;
    this.streams.add(stream);
    this.listens += listens;
    stream.response.on('close', () => {
      this.streams.delete(stream);
      this.listens -= listens;
    });
  }

  /**
   * Lets nothing new begin, and ends at once the streams that no call needs. Resolves when somebody waits for no call any
   * more, at the latest after `graceMs`; what is left then has been answered with `reason`, and every stream is ended.
   */
  async leave(reason: AppError, graceMs: number): Promise<void> {
    this.reason = reason;
    this.stopLooking();
    for (const { isNeeded, end } of this.streams) if (!isNeeded()) end();
    const { promise: quiet, resolve } = deferred<void>();
    this.noteSettled = () => {
      if (![...this.calls].some(({ response }) => !response.destroyed)) resolve();
    };
    for (const response of new Set([...this.calls].map((call) => call.response)))
      response.on('close', this.noteSettled);
    this.noteSettled();
    const cancel = this.clock.after(graceMs, resolve);
    await quiet;
    cancel();
    for (const call of this.calls) call.giveUp(reason);
    for (const { end } of this.streams) end();
  }

  /** Resolves when no response is open any more. */
  async written(): Promise<void> {
    const { promise, resolve } = deferred<void>();
    this.noteWritten = () => {
      if (this.responses.size === 0) resolve();
    };
    this.noteWritten();
    await promise;
  }
}

/** The reason for leaving an address, with the new one where there is one. */
export function movedTo(url: string | null): AppError {
  return new AppError('GATEWAY_STOPPING', 'Patchbay no longer listens at this address.', {
    expected: `Try again at ${url ?? 'its new address'}.`,
    details: { retryable: true },
  });
}
