// Whose the things are that servers made for somebody and name by an id of their own: tasks, the states of calls. Within
// bounds for each owner, so that nobody pushes out what others have. Knows digests alone, never the ids.
import { createHash } from 'node:crypto';
import { keepNewest } from './keep-newest.ts';

/** Of one owner. */
const mostThings = 2000;
const mostOwners = 1000;

/** That somebody has a thing. */
export interface Ownership {
  readonly owner: string;
  readonly thing: string;
  /** Nobody else has it from then on. */
  readonly isSole: boolean;
}

export type ThingKind = 'task' | 'state';

export class OwnedThings {
  private readonly byOwner = new Map<string, Set<string>>();
  /** For whoever keeps it; told of what is new. */
  onNoted: (ownership: Ownership) => void = () => undefined;

  /** Whether somebody has it; undefined where nobody is known to. */
  has(owner: string, thing: string): boolean | undefined {
    if (this.byOwner.get(owner)?.has(thing) === true) return true;
    return [...this.byOwner.values()].some((things) => things.has(thing)) ? false : undefined;
  }

  note(ownership: Ownership): void {
    const { owner, thing, isSole } = ownership;
    if (isSole) for (const things of this.byOwner.values()) things.delete(thing);
    const things = this.byOwner.get(owner) ?? new Set();
    // Both lists have the newest at their end.
    this.byOwner.delete(owner);
    things.delete(thing);
    this.byOwner.set(owner, things.add(thing));
    keepNewest(things, mostThings);
    keepNewest(this.byOwner, mostOwners);
    this.onNoted(ownership);
  }

  /** All that is known, in an order in which it can be noted again. */
  *all(): Iterable<Ownership> {
    for (const [owner, things] of this.byOwner)
      for (const thing of things) yield { owner, thing, isSole: false };
  }
}

/** By which a thing of a server is known here. */
export function thingOf(server: string, kind: ThingKind, id: string): string {
  return createHash('sha256')
    .update(JSON.stringify([server, kind, id]))
    .digest('base64url')
    .slice(0, 22);
}
