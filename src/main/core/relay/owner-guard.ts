// What one token began at a server is nobody else's, whoever knows its id: tasks of both eras (MCP 2025-11-25,
// basic/utilities/tasks, task isolation; MCP tasks extension), and the states that modern servers hand out for a call to go
// on with (MCP 2026-07-28, basic/patterns/mrtr). Messages pass as they are, or not at all.
import { endingIn } from './exchanges.ts';
import type { ModernLink } from './modern/types.ts';
import { OwnedThings, thingOf } from './owned-things.ts';
import { mayNameTask, taskIdIn, taskMethods } from './task-messages.ts';
import type { Exchange, Link } from './types.ts';
import { errorMessage, splice } from './wire/edit.ts';
import {
  idText,
  MessageError,
  parseAt,
  pickMembers,
  rpcCode,
  scanMessage,
  textAt,
  type Message,
} from './wire/message.ts';
import { mayHoldName } from './wire/may-hold-name.ts';
import { eachElement } from './wire/scan.ts';

export class OwnerGuard {
  private readonly server: string;
  private readonly things: OwnedThings;

  /** `server`: its name, under which its things are known. */
  constructor(server: string, things = new OwnedThings()) {
    this.server = server;
    this.things = things;
  }

  /** A link to the server for somebody. */
  link(link: Link, owner: string | null): Link {
    return owner === null ? link : new OwnersLink(this, link, owner);
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

  /** The exchange for a request of this owner; null: it is about something of somebody else, and has been answered. */
  guarded(message: Message, owner: string | null, exchange: Exchange): Exchange | null {
    if (owner === null) return exchange;
    const refusal = this.refusalOf(message, owner);
    if (refusal !== null) {
      exchange.finish(errorMessage(idText(message), { code: rpcCode.invalidParams, message: refusal }));
      return null;
    }
    const { method } = message;
    return endingIn(exchange, (answer) => exchange.finish(this.seen(answer, method, owner)));
  }

  /** Why the request is not this owner's to make; null when it is. */
  private refusalOf(message: Message, owner: string): string | null {
    try {
      const { taskIds, state } = namedBy(message);
      // Of tasks all are known that anybody may ask for; a state may have been forgotten, and then the server judges it alone.
      if (taskIds.some((id) => this.has(owner, 'task', id) !== true)) return 'There is no such task.';
      if (state !== undefined && this.has(owner, 'state', state) === false)
        return 'This "requestState" was not given to you: make the request anew.';
      return null;
    } catch (error) {
      // The server might read it in another way than it was judged here.
      if (error instanceof MessageError) return error.message;
      throw error;
    }
  }

  private has(owner: string, kind: 'task' | 'state', id: string): boolean | undefined {
    return this.things.has(owner, thingOf(this.server, kind, id));
  }

  /** The answer as its owner may see it. */
  private seen(answer: Buffer, method: string, owner: string): Buffer {
    if (!mayNameTask(answer) && !mayNameState(answer)) return answer;
    try {
      if (method === 'tasks/list') return this.ownPart(answer, owner);
      this.noted(answer, method, owner);
    } catch (error) {
      // Nobody's then; whoever reads it judges it.
      if (!(error instanceof MessageError)) throw error;
    }
    return answer;
  }

  private noted(answer: Buffer, method: string, owner: string): void {
    const { bytes, body } = scanMessage(answer);
    const { task, resultType, requestState } = pickMembers(bytes, body, [
      'task',
      'resultType',
      'requestState',
    ]);
    const isTask = textAt(bytes, resultType) === 'task';
    const begun = taskMethods.has(method)
      ? []
      : [isTask ? taskIdIn(bytes, body) : undefined, taskIdIn(bytes, task)];
    for (const span of begun) {
      const id = textAt(bytes, span);
      // Servers that count their tasks begin anew when they do; what it says now is what counts.
      if (id !== undefined) this.note(owner, 'task', id, true);
    }
    const state = textAt(bytes, requestState);
    // The same may be given to many.
    if (state !== undefined) this.note(owner, 'state', state, false);
  }

  private note(owner: string, kind: 'task' | 'state', id: string, isSole: boolean): void {
    this.things.note({ owner, thing: thingOf(this.server, kind, id), isSole });
  }

  private ownPart(answer: Buffer, owner: string): Buffer {
    const { bytes, body } = scanMessage(answer);
    const { tasks } = pickMembers(bytes, body, ['tasks']);
    if (tasks === undefined || bytes[tasks.start] !== 0x5b) return answer;
    const kept: string[] = [];
    eachElement(bytes, tasks.start, (span) => {
      if (this.has(owner, 'task', textAt(bytes, taskIdIn(bytes, span)) ?? '') === true)
        kept.push(bytes.toString('utf8', span.start, span.end));
    });
    return splice(bytes, [{ span: tasks, text: `[${kept.join(',')}]` }]);
  }
}

class OwnersLink implements Link {
  private readonly guard: OwnerGuard;
  private readonly link: Link;
  private readonly owner: string;

  constructor(guard: OwnerGuard, link: Link, owner: string) {
    this.guard = guard;
    this.link = link;
    this.owner = owner;
  }

  request(message: Message, exchange: Exchange): void {
    const guarded = this.guard.guarded(message, this.owner, exchange);
    if (guarded !== null) this.link.request(message, guarded);
  }

  notify(message: Message): void {
    this.link.notify(message);
  }

  close(): void {
    this.link.close();
  }
}

/** As quickly as `mayNameTask`. */
function mayNameState(bytes: Buffer): boolean {
  return mayHoldName(bytes, 'State') && bytes.includes('"requestState"');
}

interface Named {
  readonly taskIds: readonly string[];
  readonly state: string | undefined;
}

/** Throws MessageError where it is ambiguous. */
function namedBy({ bytes, body, method }: Message): Named {
  const { taskId, requestState, notifications } = pickMembers(bytes, body, [
    'taskId',
    'requestState',
    'notifications',
  ]);
  const state = textAt(bytes, requestState);
  if (taskMethods.has(method)) {
    const id = textAt(bytes, taskId);
    return { taskIds: id === undefined ? [] : [id], state };
  }
  if (method !== 'subscriptions/listen') return { taskIds: [], state };
  const ids = parseAt(bytes, pickMembers(bytes, notifications, ['taskIds']).taskIds);
  const taskIds = Array.isArray(ids) ? ids.filter((id: unknown): id is string => typeof id === 'string') : [];
  return { taskIds, state };
}
