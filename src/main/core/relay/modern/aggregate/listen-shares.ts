// What a subscription on `/mcp` asks for, apart for each server that can give a part of it: resources and tasks are those
// of one server, and what an extension defines may be known to any that declares one. Pure.
import { isRecord } from '../../../../../shared/is-record.ts';
import type { Bounds } from '../../../bounds/bounds.ts';
import type { Origin } from '../../aggregate/clashing-uris.ts';
import type { TargetSource } from '../../aggregate/targets.ts';
import { originOfTask } from '../../aggregate/task-ids.ts';
import { onlyReader, originOfUri } from '../../aggregate/uri-origins.ts';
import { extensionsOf } from '../../catalogue.ts';
import { MessageError, parseAt, pickMembers, rpcCode, type Message } from '../../wire/message.ts';
import { readFilter, type SubscriptionFilter } from '../subscription-filter.ts';

/** Members of a filter whose meaning is known here. */
const understood: ReadonlySet<string> = new Set([
  'toolsListChanged',
  'promptsListChanged',
  'resourcesListChanged',
  'resourceSubscriptions',
  'taskIds',
]);

export interface ListenWish {
  readonly filter: SubscriptionFilter;
  /** As clients know them, each once. */
  readonly taskIds: readonly string[];
  /** What extensions define. */
  readonly others: Readonly<Record<string, unknown>>;
}

/** One server's part. */
export interface ListenShare {
  /** By the URI or id that the server knows, the one that the client knows. */
  readonly uris: Map<string, string>;
  readonly tasks: Map<string, string>;
  readonly others: Readonly<Record<string, unknown>>;
}

/** Throws MessageError -32602 for a request without a filter. */
export function readWish(message: Message, bounds: Bounds): ListenWish {
  const filter = readFilter(message, bounds);
  const span = pickMembers(message.bytes, message.body, ['notifications']).notifications;
  const all = parseAt(message.bytes, span);
  const members = isRecord(all) ? all : {};
  const { taskIds = [] } = members;
  if (!Array.isArray(taskIds) || !taskIds.every((id) => typeof id === 'string'))
    throw new MessageError(rpcCode.invalidParams, '"taskIds" must be a list of task ids.');
  const most = bounds.get('subscriptionsPerSession');
  if (taskIds.length > most)
    throw bounds.refusal('subscriptionsPerSession', `"taskIds" may name ${most} tasks.`, {
      instead: 'Listen to fewer',
    });
  const others = Object.fromEntries(Object.entries(members).filter(([key]) => !understood.has(key)));
  return { filter, taskIds: [...new Set(taskIds)], others };
}

export function sharesOf(wish: ListenWish, source: TargetSource): ReadonlyMap<string, ListenShare> {
  const shares = new Map<string, ListenShare>();
  const shareOf = (server: string): ListenShare => {
    const share = shares.get(server) ?? { uris: new Map(), tasks: new Map(), others: othersFor(server) };
    shares.set(server, share);
    return share;
  };
  const declaring = new Set(
    source
      .servers()
      .filter(({ catalogue }) => Object.keys(extensionsOf(catalogue?.capabilities ?? {})).length > 0)
      .map(({ name }) => name),
  );
  const othersFor = (server: string): ListenShare['others'] => (declaring.has(server) ? wish.others : {});
  for (const uri of wish.filter.resourceSubscriptions) {
    const origin = originOfResource(source, uri);
    if (origin !== null) shareOf(origin.server).uris.set(origin.key, uri);
  }
  for (const taskId of wish.taskIds) {
    const origin = originOfTask(taskId);
    if (origin !== null && source.names().includes(origin.server))
      shareOf(origin.server).tasks.set(origin.key, taskId);
  }
  if (Object.keys(wish.others).length > 0) for (const server of declaring) shareOf(server);
  return shares;
}

/** The filter that the server is given. */
export function filterOf({ uris, tasks, others }: ListenShare): Readonly<Record<string, unknown>> {
  return {
    ...others,
    ...(uris.size === 0 ? {} : { resourceSubscriptions: [...uris.keys()] }),
    ...(tasks.size === 0 ? {} : { taskIds: [...tasks.keys()] }),
  };
}

function originOfResource(source: TargetSource, uri: string): Origin | null {
  const origin = originOfUri(source, uri);
  if (origin !== null) return origin;
  const server = onlyReader(source.servers());
  return server === null ? null : { server, key: uri };
}
