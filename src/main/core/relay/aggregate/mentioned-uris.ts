// URIs that servers have named in answers without listing them: whoever was first with one is asked for it. Kept in
// memory, within bounds; links that are older than that are looked for as before.
import { keepNewest } from '../keep-newest.ts';

const mostUris = 10_000;
/** Longer ones are not worth their place. */
const mostCharacters = 2048;

export class MentionedUris {
  private readonly servers = new Map<string, string>();

  /** undefined: nobody has named it, as far as is known. */
  serverOf(uri: string): string | undefined {
    return this.servers.get(uri);
  }

  /** Returns whose it is. */
  mention(uri: string, server: string): string {
    if (uri.length > mostCharacters) return server;
    const known = this.servers.get(uri) ?? server;
    // The newest stay longest.
    this.servers.delete(uri);
    this.servers.set(uri, known);
    keepNewest(this.servers, mostUris);
    return known;
  }
}
