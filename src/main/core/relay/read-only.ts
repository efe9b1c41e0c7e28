// Which requests only read, so that one which nobody has answered may be sent again.
import { isRecord } from '../../../shared/is-record.ts';
import { pickMembers, textAt, type Message } from './wire/message.ts';

const reading = new Set([
  'initialize',
  'server/discover',
  'ping',
  'completion/complete',
  'tools/list',
  'prompts/list',
  'prompts/get',
  'resources/list',
  'resources/templates/list',
  'resources/read',
  'tasks/get',
  'tasks/list',
]);

/** `isReadOnlyTool`: whether the server says of a tool that it changes nothing (MCP server/tools, annotations). */
export function isReadOnly(message: Message, isReadOnlyTool: (name: string) => boolean): boolean {
  const { bytes, body, method } = message;
  if (method !== 'tools/call') return reading.has(method);
  const name = textAt(bytes, pickMembers(bytes, body, ['name']).name);
  return name !== undefined && isReadOnlyTool(name);
}

/** Whether a tool, as its server describes it, says of itself that it changes nothing. */
export function saysReadOnly(tool: string): boolean {
  if (!tool.includes('readOnlyHint')) return false;
  const parsed: unknown = JSON.parse(tool);
  const annotations = isRecord(parsed) ? parsed['annotations'] : null;
  return isRecord(annotations) && annotations['readOnlyHint'] === true;
}
