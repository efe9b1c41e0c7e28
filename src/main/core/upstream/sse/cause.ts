// On a stream that carries everything nothing says which request a message arose from: the best guess (as for stdio).
import type { Pending, PendingTable } from '../../relay/pending.ts';
import { pickMembers, type Message } from '../../relay/wire/message.ts';

/**
 * The request in flight that a server's message belongs to; null: to none of them, so it stands alone. 'nobody': it
 * belonged to one that has ended, and no client would know what to do with it.
 */
export function causeOf(message: Message, pending: PendingTable): Pending | null | 'nobody' {
  const { kind, method, bytes, body } = message;
  if (method === 'notifications/progress') {
    const { progressToken: span } = pickMembers(bytes, body, ['progressToken']);
    const token = span === undefined ? null : bytes.toString('utf8', span.start, span.end);
    return (
      pending.newest(({ progressToken }) => progressToken !== null && progressToken === token) ?? 'nobody'
    );
  }
  if (kind === 'request' || method === 'notifications/message')
    return pending.newest(({ sent }) => sent) ?? null;
  return null;
}
