// `patchbay import`: the servers of another program's file, brought here after they were shown in full.
import type { Command } from 'commander';
import type {
  ImportEntry,
  ImportOffer,
  ImportOutcome,
  ImportPlan,
  ImportUndone,
} from '../../../shared/clients.ts';
import { consentLines } from '../../../shared/consent.ts';
import { AppError } from '../../../shared/errors.ts';
import { declare } from '../command-context.ts';
import type { CommandContext, CommonOptions } from '../command-context.ts';
import { askYes } from '../input.ts';
import { printCheck } from '../output/client-check.ts';
import { printChange } from '../output/file-change.ts';
import { printable, printableLine } from '../output/printable.ts';

interface ImportOptions extends CommonOptions {
  readonly dryRun?: true;
  readonly yes?: true;
  readonly server?: readonly string[];
  readonly switch?: true;
  readonly plainValues?: true;
  readonly undo?: true;
}

const example = `patchbay import claude-desktop --dry-run
  patchbay import cursor --server github --switch`;

export function registerImport(program: Command, context: CommandContext): void {
  const collect = (name: string, names: readonly string[] = []): readonly string[] => [...names, name];
  declare(program, 'import', 'bring the servers of another MCP client here', example)
    .argument('<client>', 'as clients lists it')
    .option('--dry-run', 'only show what would be imported')
    .option('--server <name>', 'only this one of its servers; may be repeated', collect)
    .option('--switch', 'also put Patchbay into its file, in place of these servers')
    .option('--plain-values', 'write values that look like secrets into config.json as they are')
    .option('--undo', 'take the newest import from it back, as a whole')
    .option('--yes', 'import without asking: you know what the commands do')
    .action(async (id: string, options: ImportOptions) => {
      if (options.undo === true) return undo(id, options, context);
      const { client } = context.connect(options);
      const offer = await client.readImport({ client: id });
      const chosen = chosenOf(offer, options.server);
      if (chosen.length === 0 && options.switch !== true) {
        if (options.json === true) context.output.json({ offer, plan: null, outcome: null });
        else printOffer(offer, context);
        return;
      }
      const plan = await client.planImport({
        client: id,
        servers: chosen.map(({ key }) => ({ key, ...(options.plainValues === true ? { secrets: [] } : {}) })),
        switchOver: options.switch === true,
      });
      if (options.json !== true) printPlan(offer, plan, context);
      const outcome =
        options.dryRun === true || !(await isAgreed(plan, options, context))
          ? null
          : await client.applyImport({ consent: plan.consent });
      const check = outcome?.isSwitched === true ? await client.checkClient({ client: id }) : undefined;
      if (options.json === true) {
        const { consent: _consent, ...shown } = plan;
        context.output.json({ offer, plan: shown, outcome, check });
      } else if (outcome !== null) {
        printOutcome(outcome, context);
        if (check !== undefined) printCheck(context.output, check, offer.name);
      }
    });
}

function chosenOf(
  { entries, name }: ImportOffer,
  wanted: readonly string[] | undefined,
): readonly ImportEntry[] {
  const missing = wanted?.find((key) => !entries.some((entry) => entry.key === key));
  if (missing !== undefined) {
    throw new AppError('SERVER_UNKNOWN', `${name} has no server "${missing}".`, {
      expected:
        entries.length === 0 ? 'It has none.' : `It has: ${entries.map(({ key }) => key).join(', ')}.`,
    });
  }
  return entries.filter(({ key, status }) => status === 'new' && (wanted?.includes(key) ?? true));
}

async function isAgreed(
  { servers, change }: ImportPlan,
  { yes }: ImportOptions,
  { surroundings }: CommandContext,
): Promise<boolean> {
  const needsYes = change !== null || servers.length > 0;
  if (!needsYes || yes === true) return true;
  const answer = await askYes(surroundings, 'Import that?');
  if (answer === true) return true;
  throw new AppError('CONSENT_NEEDED', 'Nothing was imported.', {
    expected:
      answer === null
        ? 'Where nobody can be asked, --yes says that you agree to all of it.'
        : 'Only y or yes is a yes.',
  });
}

async function undo(id: string, options: ImportOptions, context: CommandContext): Promise<void> {
  const undone = await context.connect(options).client.undoImport({ client: id });
  if (options.json === true) context.output.json(undone);
  else printUndone(undone, context);
}

const why: Readonly<Record<ImportEntry['status'], (entry: ImportEntry) => string>> = {
  new: ({ key, name }) => (key === name ? 'can be imported' : `can be imported, as ${name}`),
  duplicate: ({ name }) => `is here already, as ${name}`,
  ours: () => 'leads to Patchbay itself',
  unusable: ({ problem }) => `cannot be imported: ${problem ?? ''}`,
};

function printOffer({ entries, name, path }: ImportOffer, { output }: CommandContext): void {
  if (entries.length === 0) output.line(`${name} has no servers of its own in ${path}.`);
  printEntries(entries, output);
}

function printEntries(entries: readonly ImportEntry[], output: CommandContext['output']): void {
  for (const entry of entries) output.line(printableLine(`${entry.key}: ${why[entry.status](entry)}`));
}

function printPlan(offer: ImportOffer, { servers, change }: ImportPlan, context: CommandContext): void {
  const { output } = context;
  const left = offer.entries.filter(({ key }) => !servers.some((server) => server.key === key));
  printEntries(left, output);
  for (const { key, view, secrets } of servers) {
    const entry = offer.entries.find((one) => one.key === key);
    output.line('');
    for (const line of consentLines(view)) output.line(printable(line));
    for (const secret of secrets) output.line(`  kept as a secret: ${secret}`);
    for (const note of entry?.notes ?? []) output.line(printableLine(`Note: ${note}`));
  }
  if (change === null) return;
  output.line('');
  printChange(output, change, 'is to be');
}

function printOutcome(
  { added, missing, isSwitched, client }: ImportOutcome,
  { output }: CommandContext,
): void {
  output.line('');
  output.line(added.length === 0 ? 'Nothing new to import.' : `Imported: ${added.join(', ')}.`);
  for (const secret of missing) output.line(`Needs a value: patchbay secret set ${secret}`);
  if (isSwitched) output.line(`${client} uses them through Patchbay from its next start.`);
  output.line(`To take it all back: patchbay import ${client} --undo`);
}

function printUndone({ client, removed, kept, isRestored }: ImportUndone, { output }: CommandContext): void {
  output.line(removed.length === 0 ? 'No server was removed.' : `Removed: ${removed.join(', ')}.`);
  if (kept.length > 0) output.line(`Changed since, and kept: ${kept.join(', ')}.`);
  if (isRestored) output.line(`The file of ${client} is without Patchbay again.`);
}
