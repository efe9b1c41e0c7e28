// `patchbay clients`, `connect` and `disconnect`: other programs on this machine that are MCP clients. The change to a
// client's file is shown before it is made.
import type { Command } from 'commander';
import type { ClientCheck, ClientState, FileChange } from '../../../shared/clients.ts';
import { describeError } from '../../../shared/errors.ts';
import type { Connections, FoundClient } from '../../core/clients/connections.ts';
import { clientKinds } from '../../core/clients/kinds.ts';
import { declare } from '../command-context.ts';
import type { CommandContext, CommonOptions } from '../command-context.ts';
import { printCheck } from '../output/client-check.ts';
import { printChange } from '../output/file-change.ts';
import { table } from '../output/table.ts';
import { connectionsOf, disconnect, type ChangeOptions } from './disconnecting.ts';

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
      if (options.dryRun === true) return showChange(context, change, options);
      await client.connectClient({ consent });
      if (options.json !== true) showChange(context, change, options);
      const check = await client.checkClient({ client: id });
      if (options.json === true) showChange(context, change, options, check);
      else printCheck(output, check, nameOf(id));
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
function showChange(
  { output }: CommandContext,
  change: FileChange,
  { json, dryRun }: ChangeOptions,
  check?: ClientCheck,
): void {
  const { client, path, line, removed, added } = change;
  if (json === true) {
    output.json({ client, path, line, removed, added, changed: dryRun !== true, check });
    return;
  }
  printChange(output, change, dryRun === true ? 'would be' : 'was');
  if (dryRun !== true) output.line(`Start ${nameOf(client)} anew to have it read that.`);
}

function nameOf(id: string): string {
  return clientKinds.find((kind) => kind.id === id)?.name ?? id;
}
