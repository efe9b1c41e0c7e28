// Where messages speak of tasks (MCP 2025-11-25, basic/utilities/tasks; MCP tasks extension). Pure.
import { mayHoldName } from './wire/may-hold-name.ts';
import { pickMembers, textAt, type Message } from './wire/message.ts';
import type { Span } from './wire/scan.ts';

/** In `_meta`: the task that a message belongs to. */
const relatedTaskKey = 'io.modelcontextprotocol/related-task';

/** Requests about one task, of both eras. */
export const taskMethods: ReadonlySet<string> = new Set([
  'tasks/get',
  'tasks/result',
  'tasks/cancel',
  'tasks/update',
]);

/** Most messages have none. */
export function mayNameTask(bytes: Buffer): boolean {
  return mayHoldName(bytes, 'Id') && bytes.includes('askId"');
}

/** In `params` or in a result: the id of the task that the message belongs to. Throws MessageError where it is ambiguous. */
export function relatedTask(bytes: Buffer, body: Span | null | undefined): Span | undefined {
  const { _meta: meta } = pickMembers(bytes, body, ['_meta']);
  return taskIdIn(bytes, pickMembers(bytes, meta, [relatedTaskKey])[relatedTaskKey]);
}

/** The `taskId` of an object. */
export function taskIdIn(bytes: Buffer, span: Span | null | undefined): Span | undefined {
  return pickMembers(bytes, span, ['taskId']).taskId;
}

/** The task that a request of 2025-11-25 became. Throws MessageError where it is ambiguous. */
export function createdTask({ kind, bytes, body }: Message): string | undefined {
  if (kind !== 'result') return undefined;
  return textAt(bytes, taskIdIn(bytes, pickMembers(bytes, body, ['task']).task));
}
