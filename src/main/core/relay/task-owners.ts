// Whose the tasks of a shared server are, so that what it says and asks of a task comes to the session that began it, or
// asked for it last (MCP 2025-11-25, basic/utilities/tasks). In memory, within bounds.
import { orAsItIs } from './as-it-is.ts';
import { keepNewest } from './keep-newest.ts';
import type { Pending } from './pending.ts';
import { createdTask, mayNameTask, relatedTask, taskIdIn, taskMethods } from './task-messages.ts';
import type { Peer } from './types.ts';
import { textAt, type Message } from './wire/message.ts';

const mostTasks = 10_000;

/** A call that became a task: its progress token is good until the task ends. */
interface Continued {
  readonly peer: Peer;
  /** The client's, as written. */
  readonly progressToken: string;
}

export class TaskOwners {
  private readonly owners = new Map<string, Peer>();
  /** By our id of the call. */
  private readonly continued = new Map<number, Continued>();

  /** A request of a client goes to the server. */
  requested(peer: Peer, { bytes, body, method }: Message): void {
    if (!taskMethods.has(method)) return;
    const taskId = orAsItIs(undefined, () => textAt(bytes, taskIdIn(bytes, body)));
    // Another session may only have guessed it; whose it is, the server knows.
    if (taskId !== undefined && !this.owners.has(taskId)) this.note(taskId, peer);
  }

  answered({ id, peer, progressToken }: Pending, answer: Message): void {
    if (peer === null || !mayNameTask(answer.bytes)) return;
    const taskId = orAsItIs(undefined, () => createdTask(answer));
    if (taskId === undefined) return;
    this.note(taskId, peer);
    if (progressToken !== null) this.continued.set(id, { peer, progressToken });
    keepNewest(this.continued, mostTasks);
  }

  /** Whose task a message of the server belongs to; undefined where that is not known. */
  ownerOf({ bytes, body, method }: Message): Peer | undefined {
    if (!mayNameTask(bytes)) return undefined;
    return orAsItIs(undefined, () => {
      const span = method === 'notifications/tasks/status' ? taskIdIn(bytes, body) : relatedTask(bytes, body);
      return this.owners.get(textAt(bytes, span) ?? '');
    });
  }

  /** By our id of the call that became a task. */
  progressOf(callId: number): Continued | undefined {
    return this.continued.get(callId);
  }

  /** The session is gone. */
  forget(peer: Peer): void {
    for (const [taskId, owner] of this.owners) if (owner === peer) this.owners.delete(taskId);
    for (const [callId, call] of this.continued) if (call.peer === peer) this.continued.delete(callId);
  }

  private note(taskId: string, peer: Peer): void {
    this.owners.delete(taskId);
    this.owners.set(taskId, peer);
    keepNewest(this.owners, mostTasks);
  }
}
