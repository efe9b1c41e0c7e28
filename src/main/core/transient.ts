// A map and a set for what comes and goes with every call. V8's hash tables point to the table that follows them: one that
// has grown old keeps alive what was in the next, that in the one after it, and so, until all of the heap is collected,
// nearly every call there has been (docs/PERFORMANCE.md). Here no table grows old: all is moved to a new one in time.

/** So many are removed before a table is left, and as many as there are. */
const leastRemoved = 16;

/** In the order in which keys came, as in a Map; what is added or removed while somebody goes through it is seen so, too. */
export class TransientMap<Key, Value> {
  /** The one that came while there was no other: most maps never have a second. */
  private only: readonly [key: Key, value: Value] | null = null;
  private rest: Map<Key, Value> | null = null;
  private removed = 0;
  private readers = 0;

  get size(): number {
    return (this.only === null ? 0 : 1) + (this.rest?.size ?? 0);
  }

  has(key: Key): boolean {
    return this.isOnly(key) || this.rest?.has(key) === true;
  }

  get(key: Key): Value | undefined {
    return this.only !== null && this.isOnly(key) ? this.only[1] : this.rest?.get(key);
  }

  set(key: Key, value: Value): this {
    const isRoomy = this.only === null && (this.rest === null || this.rest.size === 0) && this.readers === 0;
    if (isRoomy || this.isOnly(key)) this.only = [key, value];
    else (this.rest ??= new Map<Key, Value>()).set(key, value);
    return this;
  }

  /** Whether it was there. */
  delete(key: Key): boolean {
    if (this.isOnly(key)) {
      this.only = null;
      return true;
    }
    const { rest } = this;
    if (rest === null || !rest.delete(key)) return false;
    if (++this.removed >= leastRemoved + rest.size && this.readers === 0) this.renew(rest);
    return true;
  }

  clear(): void {
    this.only = null;
    this.rest?.clear();
    if (this.readers === 0) this.renew(null);
  }

  *keys(): Generator<Key> {
    for (const [key] of this) yield key;
  }

  *values(): Generator<Value> {
    for (const [, value] of this) yield value;
  }

  *[Symbol.iterator](): Generator<readonly [key: Key, value: Value]> {
    this.readers++;
    try {
      if (this.only !== null) yield this.only;
      // Also where it was made a moment ago.
      if (this.rest !== null) yield* this.rest;
    } finally {
      this.readers--;
    }
  }

  private isOnly(key: Key): boolean {
    return this.only !== null && this.only[0] === key;
  }

  private renew(rest: ReadonlyMap<Key, Value> | null): void {
    this.removed = 0;
    this.rest = rest === null || rest.size === 0 ? null : new Map(rest);
  }
}

/** In the order in which they came, as in a Set. */
export class TransientSet<Member> {
  private readonly members = new TransientMap<Member, true>();

  get size(): number {
    return this.members.size;
  }

  has(member: Member): boolean {
    return this.members.has(member);
  }

  add(member: Member): this {
    this.members.set(member, true);
    return this;
  }

  /** Whether it was there. */
  delete(member: Member): boolean {
    return this.members.delete(member);
  }

  clear(): void {
    this.members.clear();
  }

  [Symbol.iterator](): Generator<Member> {
    return this.members.keys();
  }
}
