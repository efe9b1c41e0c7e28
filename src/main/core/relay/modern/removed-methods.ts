// Methods that the modern era does not have any more (MCP 2026-07-28, changelog).
import { errorMessage } from '../wire/edit.ts';
import { idText, rpcCode, type Message } from '../wire/message.ts';

const removed: ReadonlySet<string> = new Set([
  'initialize',
  'ping',
  'logging/setLevel',
  'resources/subscribe',
  'resources/unsubscribe',
]);

export function isRemoved(method: string): boolean {
  return removed.has(method);
}

/** The answer to a method that the modern era does not have, or no longer. */
export function unknownMethod(message: Message): Buffer {
  const error = { code: rpcCode.methodNotFound, message: `Method not found: ${message.method}` };
  return errorMessage(idText(message), error);
}
