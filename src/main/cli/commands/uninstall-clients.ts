// `patchbay uninstall-clients`: takes Patchbay out of the file of every client, before the program itself goes. One that
// cannot be changed holds up none of the others, and is told.
import type { Command } from 'commander';
import type { FileChange } from '../../../shared/clients.ts';
import { describeError } from '../../../shared/errors.ts';
import type { Connections } from '../../core/clients/connections.ts';
import { findTraces, type Trace } from '../../core/clients/traces.ts';
import { declare, ReportedFailure } from '../command-context.ts';
import type { CommandContext } from '../command-context.ts';
import { printChange } from '../output/file-change.ts';
import { connectionsOf, disconnect, disconnectFile, type ChangeOptions } from './disconnecting.ts';

interface Outcome {
  readonly client: string;
  readonly path: string;
  readonly change: FileChange | null;
  readonly problem: string | null;
}

export function registerUninstallClients(program: Command, context: CommandContext): void {
  declare(
    program,
    'uninstall-clients',
    'take Patchbay out of the configuration of every client',
    'patchbay uninstall-clients --dry-run',
  )
    .option('--dry-run', 'only show the changes')
    .action(async (options: ChangeOptions) => {
      const connections = connectionsOf(context, options);
      const outcomes: Outcome[] = [];
      // One after the other: they share the file of notes.
      for (const trace of await findTraces(connections))
        outcomes.push(await undo(context, connections, trace, options));
      show(context, outcomes, options);
      const failed = outcomes.filter(({ problem }) => problem !== null).map(({ client }) => client);
      if (failed.length > 0)
        throw new ReportedFailure(`Patchbay is still in the file of ${failed.join(', ')}.`);
    });
}

async function undo(
  context: CommandContext,
  connections: Connections,
  { client, plan, problem }: Trace,
  options: ChangeOptions,
): Promise<Outcome> {
  const { id } = client.kind;
  const outcome = { client: id, path: client.path };
  if (plan === null) return { ...outcome, change: null, problem };
  try {
    // The running Patchbay knows a client only at its present place.
    const isPresent = connections.find(id).path === client.path;
    const change = isPresent
      ? await disconnect(context, id, options)
      : await disconnectFile(context, connections, plan, options);
    return { ...outcome, change, problem: null };
  } catch (error) {
    return { ...outcome, change: null, problem: describeError(error) };
  }
}

function show(context: CommandContext, outcomes: readonly Outcome[], options: ChangeOptions): void {
  const { output } = context;
  const dataDir = context.dataDir(options);
  if (options.json === true) {
    const clients = outcomes.map(({ client, path, change, problem }) => ({
      client,
      path,
      line: change?.line ?? null,
      removed: change?.removed ?? [],
      added: change?.added ?? [],
      changed: change !== null && options.dryRun !== true,
      problem,
    }));
    output.json({ clients, dataDir });
    return;
  }
  for (const { client, path, change, problem } of outcomes) {
    if (change !== null) printChange(output, change, options.dryRun === true ? 'would be' : 'was');
    else output.problem(`${client}: ${path} was left as it is. ${problem ?? 'It was changed meanwhile.'}`);
  }
  if (outcomes.length === 0) output.line('No client has Patchbay in its configuration.');
  output.line(`What else Patchbay keeps is in ${dataDir}.`);
}
