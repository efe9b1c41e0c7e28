// What takes the events of a stream towards a client, and how much of them is kept for it.

/** What became of an event: taken; taken, and no more before `drained`; not taken, as the connection is gone. */
export type Taken = 'taken' | 'full' | 'gone';

/** A connection that takes events. It calls `drained` when it takes more again. */
export interface EventSink {
  event(id: string, data: Buffer): Taken;
  /** For one that takes everything, whether it has been read: as `ClientStream.room`. */
  room?(): Promise<void> | null;
  end(): void;
  /** Ends as well, but its client is to come back soon. */
  pause?(): void;
}

export interface StreamLimits {
  /** Bytes kept for one stream; beyond it the oldest events are lost. */
  readonly maxBytes: number;
  /** Events that were handed to a connection and are kept for a replay: so many, */
  readonly keptDelivered: number;
  /** or so many bytes, whichever is more. The connection may have died with them in its buffers. */
  readonly keptDeliveredBytes: number;
  /** Events were lost that nobody had taken. */
  readonly onLost?: () => void;
}

export const defaultStreamLimits: StreamLimits = {
  maxBytes: 32 * 1024 * 1024,
  keptDelivered: 256,
  keptDeliveredBytes: 1024 * 1024,
};
