// Where Patchbay is left in the files of other programs: what taking it out everywhere has to touch. Only looks.
import { describeError } from '../../../shared/errors.ts';
import type { Connections, FoundClient, PlannedChange } from './connections.ts';
import { entryName } from './entry-name.ts';

export interface Trace {
  readonly client: FoundClient;
  /** What takes it out; null: it cannot be, see `problem`. */
  readonly plan: PlannedChange | null;
  readonly problem: string | null;
}

/**
 * Every file of a client that holds our entry, or that we wrote and can no longer make sense of; those at places where the
 * client no longer looks first, as the note of how to undo them goes with the newer one.
 */
export async function findTraces(connections: Connections): Promise<readonly Trace[]> {
  const here = connections.all();
  const recorded = await connections.recorded();
  const elsewhere = recorded.filter(({ path }) => here.every((client) => client.path !== path));
  const isOurs = ({ path }: FoundClient): boolean => recorded.some((client) => client.path === path);
  const found = await Promise.all(
    [...elsewhere, ...here].map((client) => traceOf(connections, client, isOurs(client))),
  );
  return found.filter((trace) => trace !== null);
}

async function traceOf(
  connections: Connections,
  client: FoundClient,
  isOurs: boolean,
): Promise<Trace | null> {
  try {
    // A link or a read-only file that has nothing of ours is nobody's trouble.
    const file = await connections.read(client, 'look');
    if (file.text === null || (!isOurs && !file.text.includes(entryName))) return null;
    const plan = await connections.planDisconnect(client);
    return plan === null ? null : { client, plan, problem: null };
  } catch (error) {
    return { client, plan: null, problem: describeError(error) };
  }
}
