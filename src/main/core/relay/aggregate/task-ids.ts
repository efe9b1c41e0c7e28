// Ids of tasks on `/mcp`: the server's own with the server's name in front, so that nobody has to remember whose a task is
// (docs/decisions/0019). Pure.
import type { Origin } from './clashing-uris.ts';

/** Names of servers have none. */
const mark = ':';

export function exposedTaskId(server: string, taskId: string): string {
  return `${server}${mark}${taskId}`;
}

/** The server of an exposed id, and the id as it knows it; null for an id that never was one. */
export function originOfTask(exposed: string): Origin | null {
  const at = exposed.indexOf(mark);
  return at <= 0 ? null : { server: exposed.slice(0, at), key: exposed.slice(at + 1) };
}
