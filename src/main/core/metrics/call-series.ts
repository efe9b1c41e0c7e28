// What is known of calls to one server, of one kind of client, by one method: plain numbers, added up as calls end.

/** Upper ends of the latency buckets, in milliseconds. */
export const bucketEndsMs: readonly number[] = [
  0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 300_000,
];

export class CallSeries {
  readonly server: string;
  readonly client: string;
  readonly method: string;
  calls = 0;
  errors = 0;
  cancelled = 0;
  requestBytes = 0;
  answerBytes = 0;
  /** Of all answered calls together. */
  totalMs = 0;
  /** Answered calls by bucket, each in one; the last one is for whatever took longer. */
  readonly buckets = Array.from({ length: bucketEndsMs.length + 1 }, () => 0);

  constructor(server: string, client: string, method: string) {
    this.server = server;
    this.client = client;
    this.method = method;
  }

  /** It was answered after so many milliseconds. */
  took(ms: number): void {
    this.totalMs += ms;
    let index = 0;
    while (index < bucketEndsMs.length && ms > (bucketEndsMs[index] ?? 0)) index++;
    this.buckets[index] = (this.buckets[index] ?? 0) + 1;
  }
}
