// The tasks extension on `/mcp`: what a client has to declare before it may ask for tasks (MCP tasks, capability
// negotiation). Servers check that themselves; this is for requests that reach none.
import { extensionsOf } from '../../catalogue.ts';
import { errorMessage } from '../../wire/edit.ts';
import { idText, type Message } from '../../wire/message.ts';
import { modernCode } from '../rpc-codes.ts';
import type { ModernClaim } from '../types.ts';

const tasksExtension = 'io.modelcontextprotocol/tasks';

/** The refusal of a request about tasks; null where the client declared the extension. */
export function refusalWithoutTasks(message: Message, { capabilities }: ModernClaim): Buffer | null {
  if (Object.hasOwn(extensionsOf(capabilities), tasksExtension)) return null;
  return errorMessage(idText(message), {
    code: modernCode.missingCapability,
    message: `${message.method} needs a client that declares ${tasksExtension} for what it asks.`,
    data: { requiredCapabilities: { extensions: { [tasksExtension]: {} } } },
  });
}
