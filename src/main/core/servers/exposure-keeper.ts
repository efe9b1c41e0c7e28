// What `/mcp` offers, rebuilt when it may have changed, and who hears of it.
import {
  buildExposure,
  type AggregateServer,
  type Exposure,
  type Naming,
} from '../relay/aggregate/exposure.ts';
import { allListKinds, type ListKind } from '../relay/catalogue.ts';

type Listener = (kinds: readonly ListKind[]) => void;

export class ExposureKeeper {
  private readonly build: () => Exposure;
  private readonly listeners = new Set<Listener>();
  private built: Exposure | null = null;

  constructor(servers: () => readonly AggregateServer[], naming: () => Naming) {
    this.build = () => buildExposure(servers(), naming());
  }

  get(): Exposure {
    this.built ??= this.build();
    return this.built;
  }

  /** Tells which lists are different now, if anybody has ever seen them. */
  renew(): void {
    const before = this.built;
    this.built = null;
    if (before === null) return;
    const now = this.get();
    const kinds = allListKinds.filter((kind) => now[kind].texts.join('\n') !== before[kind].texts.join('\n'));
    if (kinds.length > 0) for (const listener of this.listeners) listener(kinds);
  }

  subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
