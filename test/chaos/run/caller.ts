// One client's life: calls one after the other, each with a token that nobody else has, each ended within a deadline.
import { createRawClient } from '../clients/raw.ts';
import { createSdkClient } from '../clients/sdk.ts';
import { describeFailure } from '../clients/failure.ts';
import type { ChaosClient, ClientKind, EchoCall } from '../clients/types.ts';
import { DeadlinePassed, pause, within } from '../kit/deadline.ts';
import type { Random } from '../kit/random.ts';
import { answerOf } from '../servers/echo.ts';
import type { Book, CallRecord } from './book.ts';

/** What a client waits for an answer before it gives up, which it should never have to unless its connection was lost. */
const patienceMs = 25_000;
/** Longer than that nothing may take. */
const hangMs = 45_000;

export interface CallerOptions {
  readonly name: string;
  readonly kind: ClientKind;
  readonly url: string;
  readonly target: string | null;
  readonly servers: readonly [string, ...string[]];
  readonly random: Random;
  readonly book: Book;
}

const tokenPattern = /t-[a-z0-9-]+-\d+-[0-9a-f]{8}/g;

export class Caller {
  readonly options: CallerOptions;
  private readonly client: ChaosClient;
  private count = 0;

  constructor(options: CallerOptions) {
    this.options = options;
    const { kind, url, target, book, name } = options;
    const common = {
      url,
      target,
      timeoutMs: patienceMs,
      onSent: (body: string) => book.noteSent(body),
      onProgress: (token: string, message: unknown) => {
        if (message !== token)
          book.violations.push(`${name} was told the progress of ${String(message)}, not ${token}.`);
      },
    };
    this.client =
      kind === 'raw' || kind === 'raw-modern'
        ? createRawClient(kind === 'raw-modern', common)
        : createSdkClient(kind, common);
  }

  /** Calls until the signal comes. */
  async live(signal: AbortSignal): Promise<void> {
    const { random, servers } = this.options;
    while (!signal.aborted) {
      const delayMs = random.chance(0.3)
        ? 0
        : random.chance(0.75)
          ? random.int(1, 100)
          : random.int(100, 1500);
      const { outcome } = await this.call(random.pick(servers), {
        delayMs,
        ...(random.chance(0.25) ? { steps: random.int(1, 4) } : {}),
        filler: 'x'.repeat(random.chance(0.8) ? random.int(0, 200) : random.chance(0.9) ? 10_000 : 300_000),
      });
      await pause(outcome === 'right' ? random.int(0, 300) : random.int(300, 1000), signal);
    }
  }

  /** Whether each of its servers answers rightly before the deadline (monotonic milliseconds). */
  async recovers(deadline: number): Promise<boolean> {
    for (const server of this.options.servers) {
      while ((await this.call(server, {})).outcome !== 'right') {
        if (performance.now() > deadline) return false;
        await pause(200);
      }
    }
    return true;
  }

  close(): Promise<void> {
    return within('Closing a client', hangMs, this.client.close());
  }

  async call(server: string, more: Partial<EchoCall>): Promise<CallRecord> {
    const { name, kind, book, random } = this.options;
    const token = `t-${name}-${++this.count}-${random.int(0x10000000, 0xffffffff).toString(16)}`;
    const record = book.begin({ client: name, kind, server, token });
    const call = { ...more, server, token };
    try {
      const text = await within('A call', hangMs, this.client.call(call));
      this.read(record, text, call);
    } catch (error) {
      if (error instanceof DeadlinePassed) {
        record.outcome = 'hang';
        record.message = error.message;
      } else {
        const failure = describeFailure(error);
        record.outcome = failure.kind;
        record.message = failure.message;
        if (failure.kind === 'named') record.code = failure.code;
      }
    }
    record.to = performance.now();
    return record;
  }

  private read(record: CallRecord, text: string, call: EchoCall): void {
    const isRight = text.includes(answerOf(call.server, call));
    const strangers = (text.match(tokenPattern) ?? []).filter((token) => token !== call.token);
    record.outcome = isRight && strangers.length === 0 ? 'right' : 'wrong';
    if (record.outcome === 'wrong') record.message = text.slice(0, 300);
  }
}
