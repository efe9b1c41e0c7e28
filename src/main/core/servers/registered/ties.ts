// What answers of the modern era tie to the server that gave them: a task, the state of a call. A repetition, or a request
// about the task, is only understood there. Pure, but for hashing.
import { createHash } from 'node:crypto';
import { orAsItIs } from '../../relay/as-it-is.ts';
import { taskMethods } from '../../relay/task-messages.ts';
import {
  parseAt,
  pickMembers,
  rpcCode,
  scanMessage,
  textAt,
  type Message,
} from '../../relay/wire/message.ts';

/** null for a request that any copy may get. */
export function tieOfRequest(message: Message): string | null {
  return orAsItIs(null, () => {
    const { bytes, body, method } = message;
    const { requestState, taskId, notifications } = pickMembers(bytes, body, [
      'requestState',
      'taskId',
      'notifications',
    ]);
    const state = textAt(bytes, requestState);
    if (state !== undefined) return stateTie(state);
    const id = taskMethods.has(method) ? textAt(bytes, taskId) : listenedTask(message, notifications);
    return id === undefined ? null : taskTie(id);
  });
}

/** What an answer ties to whoever gave it. */
export function tiesOfAnswer(answer: Buffer): readonly string[] {
  if (!answer.includes('"requestState"') && !answer.includes('askId"')) return [];
  return orAsItIs<readonly string[]>([], () => {
    const { kind, bytes, body } = scanMessage(answer);
    if (kind !== 'result') return [];
    const { requestState, taskId, task } = pickMembers(bytes, body, ['requestState', 'taskId', 'task']);
    const state = textAt(bytes, requestState);
    const ids = [taskId, pickMembers(bytes, task, ['taskId']).taskId].map((span) => textAt(bytes, span));
    return [
      ...(state === undefined ? [] : [stateTie(state)]),
      ...ids.filter((id) => id !== undefined).map(taskTie),
    ];
  });
}

/** Whether an answer says that its server has no such task. */
export function isUnknownTask({ method }: Message, answer: Buffer): boolean {
  if (!taskMethods.has(method)) return false;
  const { kind, bytes, body } = scanMessage(answer);
  return (
    kind === 'error' && parseAt(bytes, pickMembers(bytes, body, ['code']).code) === rpcCode.invalidParams
  );
}

/** A subscription is held at one copy: that of the first of its tasks. */
function listenedTask(
  { bytes, method }: Message,
  notifications: Parameters<typeof parseAt>[1],
): string | undefined {
  if (method !== 'subscriptions/listen') return undefined;
  const { taskIds } = pickMembers(bytes, notifications, ['taskIds']);
  const ids = parseAt(bytes, taskIds);
  const [first]: readonly unknown[] = Array.isArray(ids) ? ids : [];
  return typeof first === 'string' ? first : undefined;
}

/** They may be long. */
function stateTie(state: string): string {
  return `state ${createHash('sha256').update(state).digest('base64url')}`;
}

function taskTie(id: string): string {
  return `task ${id}`;
}
