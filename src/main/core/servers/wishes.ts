// What one session wants of one server besides answers: its log level, its subscriptions. Remembered from the requests that
// pass, and told to the server again when another one (or another connection) takes its place.
import type { Exchange, Link } from '../relay/types.ts';
import { requestMessage } from '../relay/wire/edit.ts';
import { pickMembers, scanMessage, textAt, type Message } from '../relay/wire/message.ts';

const nobody: Exchange = { send: () => undefined, finish: () => undefined, abandon: () => undefined };

export class Wishes {
  private level: string | null = null;
  private readonly subscriptions = new Set<string>();
  private told = 0;

  /** A request of the session passes. */
  note({ method, bytes, body }: Message): void {
    if (method === 'logging/setLevel') {
      this.level = textAt(bytes, pickMembers(bytes, body, ['level']).level) ?? this.level;
    } else if (method === 'resources/subscribe' || method === 'resources/unsubscribe') {
      const uri = textAt(bytes, pickMembers(bytes, body, ['uri']).uri);
      if (uri === undefined) return;
      if (method === 'resources/subscribe') this.subscriptions.add(uri);
      else this.subscriptions.delete(uri);
    }
  }

  /** Says all of it to a server that does not know it. */
  tell(link: Link): void {
    if (this.level !== null) this.say(link, 'logging/setLevel', { level: this.level });
    for (const uri of this.subscriptions) this.say(link, 'resources/subscribe', { uri });
  }

  private say(link: Link, method: string, params: unknown): void {
    link.request(scanMessage(requestMessage(`"patchbay-wish-${++this.told}"`, method, params)), nobody);
  }
}
