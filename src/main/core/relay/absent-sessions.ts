// Ids of sessions that are not there, and what is to be done when a client comes with one (S4.3). Nothing here costs a
// session before a client uses it.
import { keepNewest } from './keep-newest.ts';
import type { SessionIds } from './session-ids.ts';

/** Ids remembered; beyond it the oldest are forgotten, and are unknown again. */
const remembered = 1000;

export interface AbsentSessionsOptions {
  readonly ids: SessionIds;
  /** The client itself ended this session; nothing under its id comes back. */
  readonly wasEnded: (id: string) => boolean;
}

export class AbsentSessions {
  private readonly options: AbsentSessionsOptions;
  /** By id: the target and the owner that a session under this id would have. */
  private readonly welcome = new Map<
    string,
    { readonly target: string | null; readonly owner: string | null }
  >();

  constructor(options: AbsentSessionsOptions) {
    this.options = options;
  }

  /**
   * A fresh id for a client that came with `lostId`. Not every client takes it up: the lost id is welcome as well from
   * now on, if it once was given out here, to this owner and for this target, and its client has not ended the session.
   */
  offer(lostId: string, target: string | null, owner: string | null): string {
    const { ids, wasEnded } = this.options;
    const fresh = ids.make(target, owner);
    this.welcome.set(fresh, { target, owner });
    if (ids.isOurs(lostId, target, owner) && !wasEnded(lostId)) this.welcome.set(lostId, { target, owner });
    keepNewest(this.welcome, remembered);
    return fresh;
  }

  /** Whether a session may be opened under this id, which is no longer absent then. */
  admit(id: string, target: string | null, owner: string | null): boolean {
    const found = this.welcome.get(id);
    return found?.target === target && found.owner === owner && this.welcome.delete(id);
  }

  /** It is not welcome any more. */
  forget(id: string): void {
    this.welcome.delete(id);
  }
}
