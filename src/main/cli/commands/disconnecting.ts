// Taking Patchbay out of a client's file: by the running Patchbay, whose token the entry holds, or without one.
import { readdirSync } from 'node:fs';
import type { FileChange } from '../../../shared/clients.ts';
import { AppError } from '../../../shared/errors.ts';
import { connectionBook } from '../../core/clients/connection-book.ts';
import { Connections, type PlannedChange } from '../../core/clients/connections.ts';
import { fileChange } from '../../core/clients/file-change.ts';
import { systemClock } from '../../core/ports.ts';
import type { CommandContext, CommonOptions } from '../command-context.ts';

export interface ChangeOptions extends CommonOptions {
  readonly dryRun?: true;
}

/** The clients of this machine, with the notes of the data folder. */
export function connectionsOf(context: CommandContext, options: CommonOptions): Connections {
  const { platform, homeDir, env } = context.surroundings;
  const clock = systemClock();
  return new Connections({
    surroundings: { platform, homeDir, env, list: namesIn },
    book: connectionBook(context.dataDir(options), platform, clock),
    now: () => clock.now(),
  });
}

/** By the running Patchbay, whose token it is; without one only the file is put right. null: nothing to do. */
export async function disconnect(
  context: CommandContext,
  id: string,
  options: ChangeOptions,
): Promise<FileChange | null> {
  const isDone = options.dryRun !== true;
  try {
    const { client } = context.connect(options);
    const proposed = await client.proposeDisconnection({ client: id });
    if (proposed !== null && isDone) await client.disconnectClient({ consent: proposed.consent });
    return proposed?.change ?? null;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'NOT_RUNNING') throw error;
  }
  const connections = connectionsOf(context, options);
  const plan = await connections.planDisconnect(connections.find(id));
  return plan === null ? null : disconnectFile(context, connections, plan, options);
}

/** Puts the file right, and says which token is left. */
export async function disconnectFile(
  { output }: CommandContext,
  connections: Connections,
  plan: PlannedChange,
  { dryRun }: ChangeOptions,
): Promise<FileChange> {
  if (dryRun !== true) {
    const tokens = await connections.tokensOf(plan.client);
    await connections.disconnect(plan);
    for (const id of tokens)
      output.problem(`patchbay: its token ${id} counts until it is revoked: patchbay token revoke ${id}`);
  }
  return fileChange(plan);
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
