// One client request from its arrival to its answer, as the gateway counts it: ends once, and is deaf from then on. Adds to
// plain numbers; makes nothing that nobody reads.
import type { ServerResponse } from 'node:http';
import type { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../ports.ts';
import type { CallLog } from '../call-log/call-log.ts';
import type { CallStart, RecordedCall } from '../call-log/recorded-call.ts';
import type { CallMeter, EndedCall, Outcome, ServerCalls } from '../metrics/call-meter.ts';
import { isErrorAnswer } from '../relay/error-answer.ts';
import { failureMessage } from '../relay/rpc-errors.ts';
import type { Exchange, Peer } from '../relay/types.ts';
import { idText } from '../relay/wire/message.ts';

/** A request that waits for its answer. */
export interface NewCall extends CallStart {
  readonly exchange: Exchange;
  /** What carries the answer; nobody waits for it any more once this is closed. */
  readonly response: ServerResponse;
  /** It was answered with the reason for leaving. */
  readonly onGivenUp?: () => void;
}

export interface CallCounting {
  readonly meter: CallMeter;
  /** Where it is recorded; null: nowhere. */
  readonly log: CallLog | null;
  readonly clock: Clock;
  readonly onSettled: (call: CountedCall) => void;
}

export class CountedCall implements Exchange, EndedCall {
  readonly response: ServerResponse;
  private readonly counting: CallCounting;
  private readonly caller: Pick<Peer, 'client'>;
  private readonly onGivenUp: (() => void) | undefined;
  /** As written. */
  private readonly id: string;
  readonly method: string;
  readonly requestBytes: number;
  private readonly startedAt: number;
  private exchange: Exchange | null;
  private server: ServerCalls;
  private readonly recorded: RecordedCall | null;
  /** What was sent before the answer, included. */
  answerBytes = 0;

  constructor(call: NewCall, counting: CallCounting) {
    const { message, caller, exchange, response, onGivenUp } = call;
    this.response = response;
    this.counting = counting;
    this.caller = caller;
    this.onGivenUp = onGivenUp;
    this.id = idText(message);
    this.method = message.method;
    this.requestBytes = message.bytes.length;
    this.startedAt = counting.clock.monotonic();
    this.exchange = exchange;
    this.server = counting.meter.ofGateway;
    this.server.inFlight++;
    this.recorded = counting.log?.begin(call, this.startedAt) ?? null;
  }

  get client(): string {
    return this.caller.client.clientInfo.name;
  }

  get ms(): number {
    return this.counting.clock.monotonic() - this.startedAt;
  }

  goesTo(server: string): void {
    if (this.exchange === null) return;
    this.recorded?.goesTo(server);
    const next = this.counting.meter.admitted(server);
    this.server.inFlight--;
    this.server = next;
    next.inFlight++;
  }

  send(message: Buffer): void {
    this.answerBytes += message.length;
    if (this.exchange === null) return;
    this.recorded?.note(message);
    this.exchange.send(message);
  }

  beginStream(): void {
    this.exchange?.beginStream?.();
  }

  pauseStream(): void {
    this.exchange?.pauseStream?.();
  }

  room(): Promise<void> | null {
    return this.exchange?.room?.() ?? null;
  }

  finish(answer: Buffer): void {
    this.answerBytes += answer.length;
    this.settle(isErrorAnswer(answer) ? 'failed' : 'answered', answer)?.finish(answer);
  }

  abandon(): void {
    this.settle('cancelled')?.abandon();
  }

  /** Answers it with the reason for leaving. */
  giveUp(reason: AppError): void {
    this.finish(failureMessage(this.id, reason));
    this.onGivenUp?.();
  }

  /** Nobody waits for it any more, and nobody will answer it. */
  leave(): void {
    this.settle('cancelled');
  }

  private settle(outcome: Outcome, answer: Buffer | null = null): Exchange | null {
    const { exchange, counting, server, recorded } = this;
    if (exchange === null) return null;
    this.exchange = null;
    server.inFlight--;
    counting.meter.ended(server, this, outcome);
    recorded?.finish(outcome, answer, this.ms);
    counting.onSettled(this);
    return exchange;
  }
}
