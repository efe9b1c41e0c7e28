// A link that ends with the server that it leads to, whoever still holds it.
import { AppError } from '../../../shared/errors.ts';
import { failureMessage } from '../relay/rpc-errors.ts';
import type { Link } from '../relay/types.ts';
import { idText } from '../relay/wire/message.ts';

/** Leads nowhere once `isGone`: requests are answered with an error then. */
export function lastingLink(name: string, link: Link, isGone: () => boolean): Link {
  return {
    request: (message, exchange) => {
      if (isGone()) exchange.finish(failureMessage(idText(message), gone(name)));
      else link.request(message, exchange);
    },
    notify: (message) => {
      if (!isGone()) link.notify(message);
    },
    close: () => link.close(),
  };
}

export const nowhere: Link = { request: () => undefined, notify: () => undefined, close: () => undefined };

/** Why nothing can be asked of a server that was closed. */
export function gone(name: string): AppError {
  return new AppError('SERVER_EXITED', `"${name}" was stopped, changed or removed meanwhile.`, {
    expected: 'Try again.',
    details: { server: name },
  });
}
