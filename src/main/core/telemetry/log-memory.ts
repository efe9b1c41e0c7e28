// The newest lines of every source, in memory: bounded per source and in the number of sources.
// The order of all lines is their `seq`.
import type { LogLevel, LogLine } from '../../../shared/state.ts';

/** Read at each use. */
export interface LogMemoryLimits {
  readonly linesPerSource: number;
  readonly charactersPerSource: number;
  /** Beyond, the source that was silent for the longest time is forgotten. */
  readonly sources: number;
}

export const usualLimits: LogMemoryLimits = {
  linesPerSource: 2000,
  charactersPerSource: 1_000_000,
  sources: 500,
};

/** The gateway's own lines; never forgotten. */
export const ownSource = 'patchbay';

interface Ring {
  /** Lines before `first` are gone. */
  lines: LogLine[];
  first: number;
  characters: number;
}

export class LogMemory {
  private readonly limits: LogMemoryLimits;
  /** The longest silent source first. */
  private readonly rings = new Map<string, Ring>();
  private nextSeq = 0;

  constructor(limits: LogMemoryLimits = usualLimits) {
    this.limits = limits;
  }

  append(time: number, source: string, level: LogLevel, text: string): LogLine {
    const line: LogLine = { seq: this.nextSeq++, time, source, level, text };
    const ring = this.rings.get(source) ?? { lines: [], first: 0, characters: 0 };
    this.rings.delete(source);
    this.rings.set(source, ring);
    ring.lines.push(line);
    ring.characters += text.length;
    this.trim(ring);
    if (this.rings.size > this.limits.sources) this.forgetOne();
    return line;
  }

  /** The newest `limit` lines after `after`, of one source or of all, oldest first. */
  read({
    source,
    after,
    limit,
  }: {
    source?: string | undefined;
    after: number;
    limit: number;
  }): readonly LogLine[] {
    if (source !== undefined) {
      const ring = this.rings.get(source);
      return ring === undefined ? [] : newest(ring, after, limit);
    }
    return [...this.rings.values()]
      .flatMap((ring) => newest(ring, after, limit))
      .sort((one, other) => one.seq - other.seq)
      .slice(-limit);
  }

  private trim(ring: Ring): void {
    const { linesPerSource, charactersPerSource } = this.limits;
    while (ring.lines.length - ring.first > linesPerSource || ring.characters > charactersPerSource) {
      ring.characters -= ring.lines[ring.first]?.text.length ?? 0;
      ring.first++;
    }
    // Moving the rest up is worth it only now and then; until then the dropped lines take room.
    if (ring.first > ring.lines.length / 2) {
      ring.lines = ring.lines.slice(ring.first);
      ring.first = 0;
    }
  }

  private forgetOne(): void {
    for (const source of this.rings.keys()) {
      if (source === ownSource) continue;
      this.rings.delete(source);
      return;
    }
  }
}

function newest({ lines, first }: Ring, after: number, limit: number): LogLine[] {
  let start = lines.length;
  const end = Math.max(first, lines.length - limit);
  while (start > end && (lines[start - 1]?.seq ?? after) > after) start--;
  return lines.slice(start);
}
