// The event streams of a session while nobody has them in memory: as plain values, of bounded size.
import type { StoredEvent } from './event-queue.ts';

export interface SavedStream {
  readonly id: string;
  /** Number of the last event. */
  readonly sequence: number;
  /** Number of the last event that some connection had taken. */
  readonly delivered: number;
  /** The newest events, up to the last one. */
  readonly events: readonly string[];
}

export interface SavedStreams {
  readonly life: string;
  /** How many answers have been streams. */
  readonly opened: number;
  readonly standalone: SavedStream;
  /** Answers that nobody has taken to their end. */
  readonly answers: readonly SavedStream[];
}

/** The events of a saved stream with their numbers, oldest first. */
export function savedEvents({ sequence, events }: SavedStream): readonly StoredEvent[] {
  const first = sequence - events.length + 1;
  return events.map((text, index) => ({ sequence: first + index, data: Buffer.from(text) }));
}
