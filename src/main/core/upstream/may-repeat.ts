// Which requests that a child may have got in part go to the next one.
import type { PendingTable } from '../relay/pending.ts';
import { isReadOnly } from '../relay/read-only.ts';
import { scanMessage } from '../relay/wire/message.ts';
import type { Waiting } from './outbox.ts';
import type { UpstreamHooks } from './types.ts';

/** A client still waits for it, and it does no harm to read twice. */
export function mayRepeat({ pending, message }: Waiting, table: PendingTable, hooks: UpstreamHooks): boolean {
  if (pending === null || pending.peer === null || table.get(pending.id) !== pending) return false;
  return isReadOnly(scanMessage(message), (name) => hooks.isReadOnlyTool?.(name) === true);
}
