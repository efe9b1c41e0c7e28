// `patchbay clients`, `connect` and `disconnect`: other programs on this machine that are MCP clients. The change to a
// client's file is shown before it is made.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { describeError } from '../../../shared/errors.ts';
import { redactText } from '../../../shared/redact.ts';
import { changedLines } from '../../core/clients/changed-lines.ts';
import { connectionBook } from '../../core/clients/connection-book.ts';
import { Connections, type FoundClient, type PlannedChange } from '../../core/clients/connections.ts';
import type { EntryFacts } from '../../core/clients/types.ts';
import { declare } from '../command-context.ts';
import type { CommandContext, CommonOptions } from '../command-context.ts';
import { printableLine } from '../output/printable.ts';
import { table } from '../output/table.ts';

interface ChangeOptions extends CommonOptions {
  readonly dryRun?: true;
}

/** What a token is called in a change that is only shown. */
const noToken = '…';
/** Clients do not ask for another one by themselves. */
const tokenLife = '365d';

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
      const connections = connectionsOf(context, options);
      const client = connections.find(id);
      const facts = await factsOf(context, options);
      const preview = await connections.planConnect(client, { ...facts, token: noToken });
      if (options.dryRun === true) return show(context, preview, 'would be', options);
      const earlier = await connections.tokenOf(client);
      const { id: tokenId, token } = await makeToken(context, client, options);
      try {
        await connections.connect(await connections.planConnect(client, { ...facts, token }), tokenId);
      } catch (error) {
        await revoke(context, options, tokenId);
        throw error;
      }
      if (earlier !== null) await revoke(context, options, earlier);
      show(context, preview, 'was', options);
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
      const connections = connectionsOf(context, options);
      const change = await connections.planDisconnect(connections.find(id));
      if (change === null) {
        if (options.json === true) output.json({ client: id, changed: false });
        else output.line(`${id}: was not connected; nothing changed.`);
        return;
      }
      if (options.dryRun === true) return show(context, change, 'would be', options);
      const tokenId = await connections.disconnect(change);
      if (tokenId !== null) await revoke(context, options, tokenId);
      show(context, change, 'was', options);
    });
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

async function factsOf(context: CommandContext, options: CommonOptions): Promise<Omit<EntryFacts, 'token'>> {
  const { surroundings } = context;
  const { gateway } = await context.connect(options).client.getState({});
  const isElsewhere = options.dataDir !== undefined || surroundings.env['PATCHBAY_DATA_DIR'] !== undefined;
  const folder = isElsewhere ? ['--data-dir', context.dataDir(options)] : [];
  const bridgeFile = path.join(surroundings.programDir, 'out', 'main', 'bridge.js');
  return {
    url: `${gateway.url ?? ''}/mcp`,
    bridge: { command: process.execPath, args: [bridgeFile, ...folder] },
  };
}

async function makeToken(
  context: CommandContext,
  { kind }: FoundClient,
  options: CommonOptions,
): Promise<{ readonly id: string; readonly token: string }> {
  const { client } = context.connect(options);
  return client.createToken({ name: kind.name, expires: tokenLife, scopes: [] });
}

/** A token that cannot be revoked now is named, and does nobody harm who cannot read the file. */
async function revoke(context: CommandContext, options: CommonOptions, id: string): Promise<void> {
  try {
    await context.connect(options).client.revokeToken({ id });
  } catch (error) {
    context.output.problem(`patchbay: its token ${id} was not revoked: ${describeError(error)}`);
  }
}

interface ClientRow {
  readonly id: string;
  readonly name: string;
  readonly state: 'connected' | 'not connected' | 'not installed' | 'unusable';
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

function show(
  { output }: CommandContext,
  { client, file, text }: PlannedChange,
  verb: 'would be' | 'was',
  options: ChangeOptions,
): void {
  const { line, removed, added } = changedLines(file.text, text);
  const masked = (lines: readonly string[]): readonly string[] => lines.map((each) => redactText(each));
  const change = {
    client: client.kind.id,
    path: client.path,
    line,
    removed: masked(removed),
    added: masked(added),
  };
  if (options.json === true) {
    output.json({ ...change, changed: verb === 'was' });
    return;
  }
  const what = text === null ? 'removed' : file.text === null ? 'made' : 'changed';
  output.line(`${client.path} ${verb} ${what}, line ${line}:`);
  for (const each of change.removed) output.line(output.paint('red', `- ${printableLine(each)}`));
  for (const each of change.added) output.line(output.paint('green', `+ ${printableLine(each)}`));
  if (verb === 'was') output.line(`Start ${client.kind.name} anew to have it read that.`);
}
