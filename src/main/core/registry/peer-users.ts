// Which user of this machine is at the other end of a loopback connection, where the system tells: Linux has it in
// /proc/net/tcp. Other systems, and Linux without such a table, know nothing. Decides nothing.
import { readFile } from 'node:fs/promises';

/** The two ends of a connection, as seen from here. */
export interface Ports {
  readonly local: number;
  readonly remote: number;
}

/** `uid` is null for a connection that is gone by then, whose user nobody can tell any more. */
export type Peer = 'unknown' | 'ours' | { readonly uid: number | null };

export interface PeerUsersOptions {
  readonly platform: NodeJS.Platform;
  /** Ours; undefined where users have no numbers. */
  readonly uid: number | undefined;
  /** The tables' text. Default: the system's. */
  readonly read?: () => Promise<string>;
}

interface Row {
  readonly local: number;
  readonly remote: number;
  readonly isListening: boolean;
  /** null for a socket that no process has any more: the system says 0 of its user. */
  readonly uid: number | null;
}

export class PeerUsers {
  private readonly options: PeerUsersOptions;
  private reading: Promise<unknown> = Promise.resolve();
  private next: Promise<readonly Row[]> | null = null;

  constructor(options: PeerUsersOptions) {
    this.options = options;
  }

  /** Never rejects. The administrator counts as ours: nothing keeps that one out anyhow. */
  async peerOf({ local, remote }: Ports): Promise<Peer> {
    const { platform, uid } = this.options;
    if (platform !== 'linux' || uid === undefined) return 'unknown';
    const rows = await this.table();
    // Where not even our own listener is in it, it is no such table.
    if (!rows.some((row) => row.isListening && row.local === local)) return 'unknown';
    const others = rows.filter((row) => row.local === remote && row.remote === local).map((row) => row.uid);
    if (others.length === 0) return { uid: null };
    const foreign = others.find((other) => other !== uid && other !== 0);
    return foreign === undefined ? 'ours' : { uid: foreign };
  }

  /** One that is read from now on: what was begun before need not have the connection. Shared by all who wait for it. */
  private table(): Promise<readonly Row[]> {
    this.next ??= this.reading.then(async () => {
      this.next = null;
      const rows = (this.options.read ?? readTables)().then(rowsOf, () => []);
      this.reading = rows;
      return rows;
    });
    return this.next;
  }
}

async function readTables(): Promise<string> {
  const texts = ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readFile(path, 'utf8').catch(() => ''));
  return (await Promise.all(texts)).join('\n');
}

/** `sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode …`, addresses as `0100007F:0BBC` (proc_net_tcp). */
function rowsOf(text: string): readonly Row[] {
  return text.split('\n').flatMap((line) => {
    const [sl = '', local = '', remote = '', state, , , , uid = '', , inode] = line.trim().split(/\s+/);
    if (!sl.endsWith(':') || !/^\d+$/.test(uid)) return [];
    return [
      {
        local: portIn(local),
        remote: portIn(remote),
        isListening: state === '0A',
        uid: inode === '0' ? null : Number(uid),
      },
    ];
  });
}

function portIn(address: string): number {
  return Number.parseInt(address.slice(address.lastIndexOf(':') + 1), 16);
}
