// `tasks/list` on `/mcp`: the tasks of all servers that list theirs, asked at once. Nobody waits for a slow one
// (MCP 2025-11-25, basic/utilities/tasks).
import { isRecord } from '../../../../shared/is-record.ts';
import { deferred } from '../../deferred.ts';
import type { Clock } from '../../ports.ts';
import type { Link } from '../types.ts';
import { errorMessage, requestMessage, resultFromText, withId } from '../wire/edit.ts';
import { idText, pickMembers, rpcCode, scanMessage, textAt, type Message } from '../wire/message.ts';
import { eachElement } from '../wire/scan.ts';
import type { AggregateServer } from './exposure.ts';
import { answerInTerms, type Terms } from './terms.ts';

/** How long a server may take, in milliseconds. */
const patienceMs = 5000;

export interface TaskListOptions {
  /** The client's `tasks/list`. */
  readonly message: Message;
  readonly servers: readonly AggregateServer[];
  readonly clock: Clock;
  readonly link: (server: string) => Link;
  readonly terms: (server: string) => Terms;
  /** An id for a request of our own, as written. */
  readonly nextId: () => string;
}

interface Part {
  readonly server: string;
  /** null: the server was too slow, or gave none. */
  readonly answer: Message | null;
}

/** The answer. */
export async function listTasks(options: TaskListOptions): Promise<Buffer> {
  const { message, servers } = options;
  const id = idText(message);
  const cursor = textAt(message.bytes, pickMembers(message.bytes, message.body, ['cursor']).cursor);
  const places =
    cursor === undefined
      ? new Map(servers.filter(listsTasks).map(({ name }) => [name, null]))
      : readCursor(cursor);
  if (places === null)
    return errorMessage(id, {
      code: rpcCode.invalidParams,
      message: 'The cursor is not valid; start without one.',
    });
  const known = [...places].filter(([server]) => servers.some(({ name }) => name === server));
  const parts = await Promise.all(known.map(([server, place]) => ask(options, server, place)));
  const refusals = parts.flatMap(({ answer }) => (answer?.kind === 'error' ? [answer] : []));
  const [refusal] = refusals;
  if (refusal !== undefined && refusals.length === parts.length) return withId(refusal, id);
  return joined(id, parts, options);
}

function joined(id: string, parts: readonly Part[], { terms }: TaskListOptions): Buffer {
  const tasks: string[] = [];
  const next: Record<string, string> = {};
  for (const { server, answer } of parts) {
    if (answer?.kind !== 'result') continue;
    const { bytes, body } = scanMessage(answerInTerms('tasks/list', answer.bytes, terms(server)));
    const found = pickMembers(bytes, body, ['tasks', 'nextCursor']);
    if (found.tasks !== undefined && bytes[found.tasks.start] === 0x5b)
      eachElement(bytes, found.tasks.start, ({ start, end }) =>
        tasks.push(bytes.toString('utf8', start, end)),
      );
    const cursor = textAt(bytes, found.nextCursor);
    if (cursor !== undefined) next[server] = cursor;
  }
  const more = Object.keys(next).length === 0 ? '' : `,"nextCursor":"${writeCursor(next)}"`;
  return resultFromText(id, `{"tasks":[${tasks.join(',')}]${more}}`);
}

async function ask(
  { clock, link, nextId }: TaskListOptions,
  server: string,
  cursor: string | null,
): Promise<Part> {
  const { promise, resolve } = deferred<Message | null>();
  const stopWaiting = clock.after(patienceMs, () => resolve(null));
  const params = cursor === null ? {} : { cursor };
  link(server).request(scanMessage(requestMessage(nextId(), 'tasks/list', params)), {
    send: () => undefined,
    finish: (answer) => resolve(scanMessage(answer)),
    abandon: () => resolve(null),
  });
  const answer = await promise;
  stopWaiting();
  return { server, answer };
}

function listsTasks({ catalogue }: AggregateServer): boolean {
  const tasks = catalogue?.capabilities['tasks'];
  return isRecord(tasks) && Object.hasOwn(tasks, 'list');
}

/** By server: where its next page begins. */
function writeCursor(places: Readonly<Record<string, string>>): string {
  return Buffer.from(JSON.stringify(places)).toString('base64url');
}

function readCursor(cursor: string): ReadonlyMap<string, string> | null {
  try {
    const places: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (!isRecord(places)) return null;
    const entries = Object.entries(places).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    );
    return entries.length === 0 ? null : new Map(entries);
  } catch {
    return null;
  }
}
