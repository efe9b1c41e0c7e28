// Whose the tasks of one server are, as far as tokens go: a task that somebody began is nobody else's, whoever knows its id
// (MCP 2025-11-25, basic/utilities/tasks, task isolation; MCP tasks extension). In memory, within bounds.
import { orAsItIs } from './as-it-is.ts';
import { keepNewest } from './keep-newest.ts';
import { mayNameTask, taskIdIn, taskMethods } from './task-messages.ts';
import { sameStream } from './exchanges.ts';
import type { ModernLink } from './modern/types.ts';
import type { Exchange, Link } from './types.ts';
import { errorMessage, splice } from './wire/edit.ts';
import { idText, parseAt, pickMembers, rpcCode, scanMessage, textAt, type Message } from './wire/message.ts';
import { eachElement } from './wire/scan.ts';

const mostTasks = 10_000;

export class TaskAccess {
  private readonly owners = new Map<string, string>();

  /** A link to the server for somebody. */
  link(link: Link, owner: string | null): Link {
    if (owner === null) return link;
    return {
      request: (message, exchange) => {
        const guarded = this.guarded(message, owner, exchange);
        if (guarded !== null) link.request(message, guarded);
      },
      notify: (message) => link.notify(message),
      close: () => link.close(),
    };
  }

  /** The same for the modern era, whose requests say whose they are. */
  modernLink(link: ModernLink): ModernLink {
    return {
      request: (request, exchange) => {
        const guarded = this.guarded(request.message, request.owner ?? null, exchange);
        return guarded === null ? { cancel: () => undefined } : link.request(request, guarded);
      },
    };
  }

  /** The exchange for a request of this owner; null: it is about somebody else's task, and has been answered. */
  private guarded(message: Message, owner: string | null, exchange: Exchange): Exchange | null {
    if (owner === null) return exchange;
    if (tasksNamedBy(message).some((taskId) => this.isOfAnother(taskId, owner))) {
      const text = 'There is no such task.';
      exchange.finish(errorMessage(idText(message), { code: rpcCode.invalidParams, message: text }));
      return null;
    }
    if (message.method === 'tools/call') return this.watched(exchange, (answer) => this.noted(answer, owner));
    if (message.method === 'tasks/list')
      return this.watched(exchange, (answer) => this.ownPart(answer, owner));
    return exchange;
  }

  private isOfAnother(taskId: string, owner: string): boolean {
    return (this.owners.get(taskId) ?? owner) !== owner;
  }

  private watched(exchange: Exchange, seen: (answer: Buffer) => Buffer): Exchange {
    return {
      ...sameStream(exchange),
      finish: (answer) =>
        exchange.finish(mayNameTask(answer) ? orAsItIs(answer, () => seen(answer)) : answer),
      abandon: () => exchange.abandon(),
    };
  }

  private noted(answer: Buffer, owner: string): Buffer {
    const { bytes, body } = scanMessage(answer);
    const { task } = pickMembers(bytes, body, ['task']);
    for (const span of [taskIdIn(bytes, body), taskIdIn(bytes, task)]) {
      const taskId = textAt(bytes, span);
      if (taskId !== undefined && !this.owners.has(taskId)) this.owners.set(taskId, owner);
    }
    keepNewest(this.owners, mostTasks);
    return answer;
  }

  private ownPart(answer: Buffer, owner: string): Buffer {
    const { bytes, body } = scanMessage(answer);
    const { tasks } = pickMembers(bytes, body, ['tasks']);
    if (tasks === undefined || bytes[tasks.start] !== 0x5b) return answer;
    const kept: string[] = [];
    eachElement(bytes, tasks.start, (span) => {
      if (!this.isOfAnother(textAt(bytes, taskIdIn(bytes, span)) ?? '', owner))
        kept.push(bytes.toString('utf8', span.start, span.end));
    });
    return splice(bytes, [{ span: tasks, text: `[${kept.join(',')}]` }]);
  }
}

/** What cannot be read is the server's to refuse. */
function tasksNamedBy(message: Message): readonly string[] {
  const { bytes, body, method } = message;
  if (taskMethods.has(method)) {
    const taskId = orAsItIs(undefined, () => textAt(bytes, taskIdIn(bytes, body)));
    return taskId === undefined ? [] : [taskId];
  }
  if (method !== 'subscriptions/listen') return [];
  return orAsItIs<readonly string[]>([], () => {
    const { notifications } = pickMembers(bytes, body, ['notifications']);
    const ids = parseAt(bytes, pickMembers(bytes, notifications, ['taskIds']).taskIds);
    return Array.isArray(ids) ? ids.filter((id: unknown): id is string => typeof id === 'string') : [];
  });
}
