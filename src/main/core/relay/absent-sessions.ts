// Ids of sessions that are not there, and what is to be done when a client comes with one (S4.3). Nothing here costs a
// session before a client uses it.
import { randomUUID } from 'node:crypto';
import { keepNewest } from './keep-newest.ts';

/** Ids remembered of each sort; beyond it the oldest are forgotten, and are unknown again. */
const remembered = 1000;

/** Visible ASCII (MCP basic/transports, session management), of a length that is worth remembering. */
const idPattern = /^[\x21-\x7e]{1,128}$/;

export class AbsentSessions {
  /** By id: the target that a session under this id would have. */
  private readonly welcome = new Map<string, string | null>();
  private readonly ended = new Set<string>();

  /**
   * A fresh id for a client that came with `lostId`. Not every client takes it up: the lost id is welcome as well from
   * now on, unless the client itself had ended that session.
   */
  offer(lostId: string, target: string | null): string {
    const fresh = randomUUID();
    this.welcome.set(fresh, target);
    if (!this.ended.has(lostId) && idPattern.test(lostId)) this.welcome.set(lostId, target);
    keepNewest(this.welcome, remembered);
    return fresh;
  }

  /** Whether a session may be opened under this id, which is no longer absent then. */
  admit(id: string, target: string | null): boolean {
    return this.welcome.get(id) === target && this.welcome.delete(id);
  }

  /** The client ended this session; nothing under its id comes back. */
  noteEnded(id: string): void {
    this.welcome.delete(id);
    keepNewest(this.ended.add(id), remembered);
  }
}
