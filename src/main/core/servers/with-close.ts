// A link whose owner does something when it is closed.
import type { Link } from '../relay/types.ts';

/** `onClose` comes first, at each call of `close`. */
export function withClose(link: Link, onClose: () => void): Link {
  return {
    request: (message, exchange) => link.request(message, exchange),
    notify: (message) => link.notify(message),
    close: () => {
      onClose();
      link.close();
    },
  };
}
