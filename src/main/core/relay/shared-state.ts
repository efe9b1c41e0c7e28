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

export class SharedState {
  private readonly levels = new Map<Peer, string>();
  private readonly subscribers = new Map<string, Set<Peer>>();

  /** The most verbose level that anybody asked for; null when nobody did. */
  get level(): string | null {
    return logLevels.find((level) => [...this.levels.values()].includes(level)) ?? null;
  }

  get subscriptions(): readonly string[] {
    return [...this.subscribers.keys()];
  }

  setLevel(peer: Peer, level: string): void {
    this.levels.set(peer, level);
  }

  /** Whether a log message of this level is for this session. Without a wish of its own: info and above. */
  wants(peer: Peer, level: string): boolean {
    if (this.levels.size === 0) return true;
    return logLevels.indexOf(level) >= logLevels.indexOf(this.levels.get(peer) ?? 'info');
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

  /** Forgets the session; returns the URIs that nobody is subscribed to any more. */
  forget(peer: Peer): readonly string[] {
    this.levels.delete(peer);
    return [...this.subscribers.keys()].filter(
      (uri) => this.subscribersOf(uri).includes(peer) && this.unsubscribe(peer, uri),
    );
  }
}
