// What happened: every call with its end, everything that was injected, and when the gateway or a client's wire was down.
import type { ClientKind } from '../clients/types.ts';

/** Monotonic milliseconds. */
export interface Period {
  readonly from: number;
  /** Infinity while it lasts. */
  to: number;
}

export type Outcome = 'right' | 'named' | 'lost' | 'patience' | 'other' | 'wrong' | 'hang';

export interface CallRecord extends Period {
  readonly client: string;
  readonly kind: ClientKind;
  readonly server: string;
  readonly token: string;
  outcome: Outcome | null;
  /** The gateway's code of an error. */
  code: string;
  message: string;
}

export interface FaultRecord extends Period {
  readonly name: string;
  /** A server, or 'gateway'. */
  readonly target: string;
}

export class Book {
  readonly calls: CallRecord[] = [];
  readonly faults: FaultRecord[] = [];
  /** How often a request with a token left a client. */
  readonly sent = new Map<string, number>();
  /** Cuts of a client's wire, by client. */
  readonly cuts = new Map<string, number[]>();
  /** What must never happen. */
  readonly violations: string[] = [];

  begin(call: Omit<CallRecord, 'from' | 'to' | 'outcome' | 'code' | 'message'>): CallRecord {
    const record = {
      ...call,
      from: performance.now(),
      to: Number.POSITIVE_INFINITY,
      outcome: null,
      code: '',
      message: '',
    };
    this.calls.push(record);
    return record;
  }

  noteSent(body: string): void {
    const token = /"token":"([^"]+)"/.exec(body)?.[1];
    if (token !== undefined) this.sent.set(token, (this.sent.get(token) ?? 0) + 1);
  }

  noteCut(client: string): void {
    const times = this.cuts.get(client) ?? [];
    times.push(performance.now());
    this.cuts.set(client, times);
  }

  /** Notes that something is injected, for as long as `act` takes. */
  async during(name: string, target: string, act: () => Promise<unknown>): Promise<void> {
    const record: FaultRecord = { name, target, from: performance.now(), to: Number.POSITIVE_INFINITY };
    this.faults.push(record);
    try {
      await act();
    } finally {
      record.to = performance.now();
    }
  }

  /** Whether something was done to this target while the call ran, or in so many milliseconds before. */
  wasHit(target: string, call: Period, beforeMs: number): boolean {
    return this.faults.some((fault) => fault.target === target && overlap(fault, call, beforeMs));
  }

  wasCut(client: string, call: Period): boolean {
    return (this.cuts.get(client) ?? []).some((at) => at >= call.from - 1000 && at <= call.to);
  }
}

export function overlap(fault: Period, call: Period, beforeMs: number): boolean {
  return fault.from <= call.to && fault.to >= call.from - beforeMs;
}
