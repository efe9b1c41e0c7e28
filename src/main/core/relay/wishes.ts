// What one client has asked of a server that a new session there, or another server in its place, would not know: log
// level and subscriptions.
import { isRecord } from '../../../shared/is-record.ts';
import { parseAt, pickMembers, textAt, type Message } from './wire/message.ts';

export interface Wish {
  readonly method: string;
  readonly params: unknown;
}

export class Wishes {
  private level: Wish | null = null;
  /** By their addresses; null until there is one, as there is none in most sessions. */
  private subscriptions: Map<string, Wish> | null = null;

  /** `earlier`: as `all` gave them. */
  constructor(earlier: readonly Wish[] = []) {
    for (const wish of earlier) {
      if (wish.method === 'resources/subscribe') this.subscribe(uriOf(wish), wish);
      else this.level = wish;
    }
  }

  /** In the order in which a new session is to be asked. */
  all(): readonly Wish[] {
    return [...(this.level === null ? [] : [this.level]), ...(this.subscriptions?.values() ?? [])];
  }

  /** A request of the client that passes, or was granted. */
  note(request: Message): void {
    const { bytes, body, method } = request;
    if (method === 'logging/setLevel') {
      this.level = { method, params: parseAt(bytes, body) };
    } else if (method === 'resources/subscribe' || method === 'resources/unsubscribe') {
      const uri = textAt(bytes, pickMembers(bytes, body, ['uri']).uri) ?? '';
      if (method === 'resources/subscribe') this.subscribe(uri, { method, params: { uri } });
      else this.subscriptions?.delete(uri);
    }
  }

  /** It is not to be asked for again. */
  drop(wish: Wish): void {
    if (this.level === wish) this.level = null;
    else if (this.subscriptions?.get(uriOf(wish)) === wish) this.subscriptions.delete(uriOf(wish));
  }

  private subscribe(uri: string, wish: Wish): void {
    this.subscriptions ??= new Map();
    this.subscriptions.set(uri, wish);
  }
}

function uriOf({ params }: Wish): string {
  return isRecord(params) && typeof params['uri'] === 'string' ? params['uri'] : '';
}
