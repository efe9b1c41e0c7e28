// What `/mcp` offers: always the newest for who asks, and told to those who hear of changes soon after, many changes at
// once as one.
import { Paced } from '../paced.ts';
import type { Clock } from '../ports.ts';
import {
  buildExposure,
  type AggregateServer,
  type Exposure,
  type Naming,
} from '../relay/aggregate/exposure.ts';
import { allListKinds, type ListKind } from '../relay/catalogue.ts';

type Listener = (kinds: readonly ListKind[]) => void;

/** Changes within so many milliseconds are told as one. */
const coalesceMs = 20;

export class ExposureKeeper {
  private readonly build: () => Exposure;
  private readonly listeners = new Set<Listener>();
  private readonly telling: Paced;
  private built: Exposure | null = null;
  /** What those who asked since the last telling may know, and what was told then. */
  private known = new Set<Exposure>();

  constructor(servers: () => readonly AggregateServer[], naming: () => Naming, clock: Clock) {
    this.build = () => buildExposure(servers(), naming());
    this.telling = new Paced({ clock, delayMs: coalesceMs, work: () => this.tell() });
  }

  get(): Exposure {
    this.built ??= this.build();
    this.known.add(this.built);
    return this.built;
  }

  /** It may have changed. Tells soon which lists are different, if anybody has ever seen them. */
  renew(): void {
    this.built = null;
    if (this.known.size > 0) this.telling.want();
  }

  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  close(): void {
    this.telling.cancel();
    this.listeners.clear();
    this.known.clear();
  }

  private tell(): void {
    const earlier = [...this.known];
    this.known = new Set();
    const now = this.get();
    const kinds = allListKinds.filter((kind) => {
      const text = textOf(now, kind);
      return earlier.some((exposure) => exposure !== now && textOf(exposure, kind) !== text);
    });
    if (kinds.length > 0) for (const listener of this.listeners) listener(kinds);
  }
}

function textOf(exposure: Exposure, kind: ListKind): string {
  return exposure[kind].texts.join('\n');
}
