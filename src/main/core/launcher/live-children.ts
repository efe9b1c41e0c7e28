// Every child that runs, so that all of them can be ended in the last moment of this process, when nothing can be waited
// for any more. A stop in good order is the supervisors' business.
import type { ProcessHost, ProcessTable, SpawnedChild } from './ports.ts';

type LiveChild = Pick<SpawnedChild, 'launchId' | 'group'>;

/** One that is about to fork while it is looked for has a child by the next look. */
const looks = 3;

export class LiveChildren {
  private readonly host: ProcessHost;
  private readonly table: ProcessTable;
  private readonly children = new Map<string, LiveChild>();
  private ended = false;

  constructor(host: ProcessHost, table: ProcessTable) {
    this.host = host;
    this.table = table;
  }

  /** Nothing may be started any more. */
  get isEnded(): boolean {
    return this.ended;
  }

  add(child: LiveChild): void {
    this.children.set(child.launchId, child);
    if (this.ended) this.killNow();
  }

  remove(launchId: string): void {
    this.children.delete(launchId);
  }

  /** Ends all by force, with whatever they have started. Returns when the system has been told; never throws. */
  killNow(): void {
    this.ended = true;
    if (this.children.size === 0) return;
    for (const { group } of this.children.values()) group.killNow();
    const launchIds = [...this.children.keys()];
    for (let look = 0; look < looks; look++) {
      const pids = this.table.markedNow(launchIds);
      if (pids.length === 0) return;
      for (const pid of pids) this.host.signal(pid, 'SIGKILL');
    }
  }
}
