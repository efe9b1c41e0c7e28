// A link whose owner does something when it is closed.
import type { Exchange, Link } from '../relay/types.ts';
import type { Message } from '../relay/wire/message.ts';

/** `onClose` comes first, at each call of `close`. */
export function withClose(link: Link, onClose: () => void): Link {
  return new LinkWithClose(link, onClose);
}

class LinkWithClose implements Link {
  private readonly link: Link;
  private readonly onClose: () => void;

  constructor(link: Link, onClose: () => void) {
    this.link = link;
    this.onClose = onClose;
  }

  request(message: Message, exchange: Exchange): void {
    this.link.request(message, exchange);
  }

  notify(message: Message): void {
    this.link.notify(message);
  }

  close(): void {
    this.onClose();
    this.link.close();
  }
}
