// Ids of the gateway's own requests where clients' ids are used as well: no client can have chosen one of these.
import { randomBytes } from 'node:crypto';

export class OwnIds {
  /** Null until the first is needed: most sessions need none. */
  private prefix: string | null = null;
  private count = 0;

  /** The next id, as it is written in a message. */
  next(): string {
    this.prefix ??= `patchbay-${randomBytes(6).toString('hex')}`;
    return `"${this.prefix}-${++this.count}"`;
  }
}
