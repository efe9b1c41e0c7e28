// A link that ends with the server that it leads to, whoever still holds it.
import { AppError } from '../../../shared/errors.ts';
import { failureMessage } from '../relay/rpc-errors.ts';
import type { Exchange, Link } from '../relay/types.ts';
import { idText, type Message } from '../relay/wire/message.ts';

/** Leads nowhere once `isGone`: requests are answered with an error then. */
export function lastingLink(name: string, link: Link, isGone: () => boolean): Link {
  return new LastingLink(name, link, isGone);
}

class LastingLink implements Link {
  private readonly name: string;
  private readonly link: Link;
  private readonly isGone: () => boolean;

  constructor(name: string, link: Link, isGone: () => boolean) {
    this.name = name;
    this.link = link;
    this.isGone = isGone;
  }

  request(message: Message, exchange: Exchange): void {
    if (this.isGone()) exchange.finish(failureMessage(idText(message), gone(this.name)));
    else this.link.request(message, exchange);
  }

  notify(message: Message): void {
    if (!this.isGone()) this.link.notify(message);
  }

  close(): void {
    this.link.close();
  }
}

export const nowhere: Link = { request: () => undefined, notify: () => undefined, close: () => undefined };

/** Why nothing can be asked of a server that was closed. */
export function gone(name: string): AppError {
  return new AppError('SERVER_EXITED', `"${name}" was stopped, changed or removed meanwhile.`, {
    expected: 'Try again.',
    details: { server: name },
  });
}
