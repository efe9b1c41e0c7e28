// What a client says, in the terms of the server that it is for: the other direction of terms.ts.
import { relatedTask } from '../task-messages.ts';
import { splice, type Replacement } from '../wire/edit.ts';
import { scanMessage, textAt, type Message } from '../wire/message.ts';
import type { Span } from '../wire/scan.ts';
import { originOfTask } from './task-ids.ts';

/** A request or notification, or the answer to a question of the server, that says which of its tasks it belongs to. */
export function inOwnTerms(message: Message, server: string): Message {
  const changes = relatedTaskChanges(message, server);
  return changes.length === 0 ? message : scanMessage(splice(message.bytes, changes));
}

/** Throws MessageError where it is ambiguous. */
export function relatedTaskChanges({ bytes, body }: Message, server: string): readonly Replacement[] {
  const span = bytes.includes('related-task') ? relatedTask(bytes, body) : undefined;
  const task = originOfTask(textAt(bytes, span) ?? '');
  return span === undefined || task?.server !== server ? [] : [renamed(span, task.key)];
}

export function renamed(span: Span, text: string): Replacement {
  return { span, text: JSON.stringify(text) };
}
