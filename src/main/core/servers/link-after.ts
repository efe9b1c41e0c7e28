// A link that holds back what goes over it until something else is over, in order.
import type { Exchange, Link } from '../relay/types.ts';
import type { Message } from '../relay/wire/message.ts';

interface Held {
  readonly message: Message;
  /** null for notifications. */
  readonly exchange: Exchange | null;
}

/** `earlier` must not reject. */
export function linkAfter(earlier: Promise<void>, link: Link): Link {
  let held: Held[] | null = [];
  const pass = ({ message, exchange }: Held): void => {
    if (exchange === null) link.notify(message);
    else link.request(message, exchange);
  };
  const handle = (entry: Held): void => {
    if (held === null) pass(entry);
    else held.push(entry);
  };
  const release = (): void => {
    const entries = held ?? [];
    held = null;
    for (const entry of entries) pass(entry);
  };
  void earlier.then(release);
  return {
    request: (message, exchange) => handle({ message, exchange }),
    notify: (message) => handle({ message, exchange: null }),
    close: () => {
      const entries = held ?? [];
      held = [];
      for (const { exchange } of entries) exchange?.abandon();
      link.close();
    },
  };
}
