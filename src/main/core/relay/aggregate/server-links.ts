// The ways of one session on `/mcp` to the servers that it has used, each made when it is first needed. Servers that
// register come and go for as long as a session lives: of those that are gone only a few are remembered.
import type { Link } from '../types.ts';

/**
 * Servers that withdraw most often register again, and find a session's log level and subscriptions then. Beyond so many,
 * those that were not used for the longest are let go.
 */
export const keptGone = 16;

export interface ServerLinksOptions {
  readonly connect: (server: string) => Link;
  /** Names of the servers that there are now. */
  readonly present: () => ReadonlySet<string>;
}

export class ServerLinks {
  private readonly options: ServerLinksOptions;
  /** The longest unused first. */
  private readonly links = new Map<string, Link>();

  constructor(options: ServerLinksOptions) {
    this.options = options;
  }

  /** The one that there is; undefined for a server that was not used. */
  find(server: string): Link | undefined {
    return this.links.get(server);
  }

  /** The one that there is, or a new one, which `onNew` is told of. */
  use(server: string, onNew: (link: Link) => void): Link {
    const known = this.links.get(server);
    this.links.delete(server);
    const link = known ?? this.options.connect(server);
    this.links.set(server, link);
    if (known !== undefined) return link;
    this.letGo();
    onNew(link);
    return link;
  }

  all(): Iterable<readonly [server: string, link: Link]> {
    return this.links;
  }

  close(): void {
    for (const link of this.links.values()) link.close();
    this.links.clear();
  }

  private letGo(): void {
    if (this.links.size <= keptGone) return;
    const present = this.options.present();
    const gone = [...this.links].filter(([server]) => !present.has(server));
    for (const [server, link] of gone.slice(0, -keptGone)) {
      this.links.delete(server);
      link.close();
    }
  }
}
