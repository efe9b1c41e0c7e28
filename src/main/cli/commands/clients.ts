// `patchbay clients`, `connect` and `disconnect`: other programs on this machine that are MCP clients. The change to a
// client's file is shown before it is made.
import { readdirSync } from 'node:fs';
import type { Command } from 'commander';
import type { ClientState, FileChange } from '../../../shared/clients.ts';
import { AppError, describeError } from '../../../shared/errors.ts';
import { connectionBook } from '../../core/clients/connection-book.ts';
import { Connections, type FoundClient } from '../../core/clients/connections.ts';
import { fileChange } from '../../core/clients/file-change.ts';
import { clientKinds } from '../../core/clients/kinds.ts';
import { declare } from '../command-context.ts';
import type { CommandContext, CommonOptions } from '../command-context.ts';
import { printChange } from '../output/file-change.ts';
import { table } from '../output/table.ts';

interface ChangeOptions extends CommonOptions {
  readonly dryRun?: true;
}

export function registerClients(program: Command, context: CommandContext): void {
  const { output } = context;
  declare(program, 'clients', 'list the MCP clients of this machine', 'patchbay clients').action(
    async (options: CommonOptions) => {
      const connections = connectionsOf(context, options);
      const rows = await Promise.all(connections.all().map((client) => viewOf(connections, client)));
      if (options.json === true) output.json(rows);
      else for (const line of clientTable(rows, output.width)) output.line(line);
    },
  );
  declare(
    program,
    'connect',
    'put Patchbay into a client’s configuration',
    'patchbay connect claude-code --dry-run',
  )
    .argument('<client>', 'as clients lists it')
    .option('--dry-run', 'only show the change')
    .action(async (id: string, options: ChangeOptions) => {
      const { client } = context.connect(options);
      const { consent, change } = await client.proposeConnection({ client: id });
      if (options.dryRun !== true) await client.connectClient({ consent });
      showChange(context, change, options);
    });
  declare(
    program,
    'disconnect',
    'take Patchbay out of a client’s configuration',
    'patchbay disconnect claude-code',
  )
    .argument('<client>', 'as clients lists it')
    .option('--dry-run', 'only show the change')
    .action(async (id: string, options: ChangeOptions) => {
      const change = await disconnect(context, id, options);
      if (change !== null) return showChange(context, change, options);
      if (options.json === true) output.json({ client: id, changed: false });
      else output.line(`${id}: was not connected; nothing changed.`);
    });
}

/** By the running Patchbay, whose token it is; without one only the file is put right. null: nothing to do. */
async function disconnect(
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
  if (plan === null) return null;
  const tokenId = isDone ? await connections.disconnect(plan) : null;
  if (tokenId !== null)
    context.output.problem(
      `patchbay: its token ${tokenId} counts until it is revoked: patchbay token revoke ${tokenId}`,
    );
  return fileChange(plan);
}

function connectionsOf(context: CommandContext, options: CommonOptions): Connections {
  const { platform, homeDir, env } = context.surroundings;
  return new Connections({
    surroundings: { platform, homeDir, env, list: namesIn },
    book: connectionBook(context.dataDir(options), platform),
    now: () => Date.now(),
  });
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

interface ClientRow {
  readonly id: string;
  readonly name: string;
  readonly state: ClientState;
  readonly path: string;
  readonly problem: string | null;
}

async function viewOf(connections: Connections, client: FoundClient): Promise<ClientRow> {
  const { kind, path: file, isInstalled } = client;
  const row = { id: kind.id, name: kind.name, path: file, problem: null };
  if (!isInstalled) return { ...row, state: 'not installed' };
  try {
    return { ...row, state: (await connections.isConnected(client)) ? 'connected' : 'not connected' };
  } catch (error) {
    return { ...row, state: 'unusable', problem: describeError(error) };
  }
}

function clientTable(rows: readonly ClientRow[], width: number | null): string[] {
  return table(
    [
      { title: 'CLIENT', text: ({ id }) => id },
      { title: 'NAME', text: ({ name }) => name },
      { title: 'STATE', text: ({ state }) => state },
      { title: 'FILE', text: ({ path: file, problem }) => problem ?? file, least: 20 },
    ],
    rows,
    width,
  );
}

/** A change that was made, or (`dryRun`) would be. */
function showChange({ output }: CommandContext, change: FileChange, { json, dryRun }: ChangeOptions): void {
  const { client, path, line, removed, added } = change;
  if (json === true) {
    output.json({ client, path, line, removed, added, changed: dryRun !== true });
    return;
  }
  printChange(output, change, dryRun === true ? 'would be' : 'was');
  if (dryRun !== true) output.line(`Start ${nameOf(client)} anew to have it read that.`);
}

function nameOf(id: string): string {
  return clientKinds.find((kind) => kind.id === id)?.name ?? id;
}
