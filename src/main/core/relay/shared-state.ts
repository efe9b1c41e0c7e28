// What several sessions want of one shared server at once: log level and resource subscriptions, merged and remembered,
// so that they can be told to the server again after it restarted.
import type { Peer } from './types.ts';

/** RFC 5424 severities, least severe first (MCP server/utilities/logging). */
export const logLevels: readonly string[] = [
  'debug',
  'info',
  'notice',
  'warning',
  'error',
  'critical',
  'alert',
  'emergency',
];

/** What a session gets that has no wish while another one has: the server cannot be told to decide by itself again. */
const defaultLevel = 'info';

export class SharedState {
  private readonly levels = new Map<Peer, string>();
  private readonly subscribers = new Map<string, Set<Peer>>();
  /** What the server that runs was told; null: nothing, so it decides by itself (MCP server/utilities/logging). */
  private told: string | null = null;

  /** The most verbose level that anybody asked for; null when nobody did. */
  get level(): string | null {
    return logLevels.find((level) => [...this.levels.values()].includes(level)) ?? null;
  }

  /** A server begins: what it has to be told, which it now counts as being. */
  begin(): { readonly level: string | null; readonly subscriptions: readonly string[] } {
    this.told = this.level;
    return { level: this.told, subscriptions: [...this.subscribers.keys()] };
  }

  /** Returns what the server is to be told: the most verbose level that anybody asked for. */
  setLevel(peer: Peer, level: string): string {
    this.levels.set(peer, level);
    this.told = this.level ?? level;
    return this.told;
  }

  /**
   * Whether a log message of this level is for this session. While the server decides, all that it sends is. Once it was
   * told a level, that may be for another session's sake: then a session without a wish gets info and above.
   */
  wants(peer: Peer, level: string): boolean {
    if (this.told === null) return true;
    return logLevels.indexOf(level) >= logLevels.indexOf(this.levels.get(peer) ?? defaultLevel);
  }

  subscribe(peer: Peer, uri: string): void {
    const peers = this.subscribers.get(uri) ?? new Set();
    this.subscribers.set(uri, peers.add(peer));
  }

  /** True when that was the last subscriber. */
  unsubscribe(peer: Peer, uri: string): boolean {
    const peers = this.subscribers.get(uri);
    if (peers === undefined) return true;
    peers.delete(peer);
    if (peers.size > 0) return false;
    this.subscribers.delete(uri);
    return true;
  }

  subscribersOf(uri: string): readonly Peer[] {
    return [...(this.subscribers.get(uri) ?? [])];
  }

  /** Forgets the session. `level` is what the server is to be told now, null when it knows; `unsubscribed` are the URIs that nobody wants any more. */
  forget(peer: Peer): { readonly level: string | null; readonly unsubscribed: readonly string[] } {
    const hadWish = this.levels.delete(peer);
    const level = this.level ?? defaultLevel;
    const isNews = hadWish && this.told !== null && this.told !== level;
    if (isNews) this.told = level;
    const unsubscribed = [...this.subscribers.keys()].filter(
      (uri) => this.subscribersOf(uri).includes(peer) && this.unsubscribe(peer, uri),
    );
    return { level: isNews ? level : null, unsubscribed };
  }
}
