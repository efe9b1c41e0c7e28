// What `Mcp-Name` repeats of a message (MCP basic/transports/streamable-http, standard request headers).
import { pickMembers, textAt, type Message } from '../wire/message.ts';

/** By method: the member of `params`. Those of tasks are an extension's. */
const sources: ReadonlyMap<string, 'name' | 'uri' | 'taskId'> = new Map([
  ['tools/call', 'name'],
  ['prompts/get', 'name'],
  ['resources/read', 'uri'],
  ['tasks/get', 'taskId'],
  ['tasks/update', 'taskId'],
  ['tasks/cancel', 'taskId'],
]);

/** undefined where the method has none, or the message lacks it: whoever the message is for will say so. */
export function mirroredName({ bytes, body, method }: Message): string | undefined {
  const source = sources.get(method);
  return source === undefined ? undefined : textAt(bytes, pickMembers(bytes, body, [source])[source]);
}
