// `patchbay add`: a new server in config.json, by command or by URL.
import path from 'node:path';
import type { Command } from 'commander';
import type { CallInput } from '../../../shared/contract.ts';
import { keyValue, newServerName } from '../arguments.ts';
import { declare } from '../command-context.ts';
import type { CommandContext } from '../command-context.ts';
import { consentLines } from '../../../shared/consent.ts';
import { AppError } from '../../../shared/errors.ts';
import type { PatchbayClient } from '../../../shared/contract.ts';
import { askYes } from '../input.ts';
import { addFromSource, isSource, type SourceOptions } from './add-source.ts';
import { printable, printableLine } from '../output/printable.ts';

interface AddOptions extends SourceOptions {
  readonly url?: string;
  readonly header?: Record<string, string>;
  readonly env?: Record<string, string>;
  readonly cwd?: string;
  readonly isolated?: true;
  readonly eager?: true;
  readonly disabled?: true;
}

type Entry = CallInput<'addServer'>['entry'];

const example = `patchbay add files -- npx -y @modelcontextprotocol/server-filesystem ~/notes
  patchbay add remote --url https://example.com/mcp --header 'Authorization=Bearer \${TOKEN}'
  patchbay add ~/Downloads/notes.mcpb --set folder=~/notes`;

export function registerAdd(program: Command, context: CommandContext): void {
  const { output } = context;
  const add = declare(program, 'add', 'add a server to config.json', example);
  add
    .usage('[options] <name> -- <command> [arguments...]\n       patchbay add [options] <file or address>')
    .argument(
      '<name>',
      'the new server’s name; or an .mcpb, a server.json, or a patchbay:// link',
      nameOrSource,
    )
    .argument('[command...]', 'the program to run and its arguments, after --')
    .option('--url <url>', 'a server that is reached by URL instead')
    .option('--header <key=value>', 'header for the URL; may be repeated', keyValue)
    .option('--env <key=value>', 'variable for the command; may be repeated', keyValue)
    .option('--cwd <folder>', 'folder that the command starts in')
    .option('--isolated', 'one child per client session instead of one for all')
    .option('--eager', 'start with Patchbay instead of on first need')
    .option('--disabled', 'only write it down, do not offer it yet')
    .option('--name <name>', 'what the server of a file is to be called', newServerName)
    .option('--set <setting=value>', 'what a file asks for; may be repeated', keyValue)
    .option('--way <id>', 'which package or remote of a server.json')
    .option('--dry-run', 'only show what a file has')
    .option('--yes', 'add it without asking: you know what the command does')
    .action(async (name: string, words: readonly string[], options: AddOptions) => {
      if (isSource(name)) return addFromSource(name, options, context);
      const fault = contradiction(words, options);
      if (fault !== null) add.error(`error: ${fault}`);
      const entry = entryOf(words, options, context.surroundings.workingDir);
      const { client } = context.connect(options);
      const consent = await agreed(client, { name, entry }, options, context);
      const server = await client.addServer({ name, entry, ...(consent === null ? {} : { consent }) });
      if (options.json === true) output.json(server);
      else output.line(`${server.name}: ${printableLine(server.summary)}`);
    });
}

function nameOrSource(text: string): string {
  return isSource(text) ? text : newServerName(text);
}

/** The consent that goes with the entry; null where it needs none. */
async function agreed(
  client: PatchbayClient,
  server: { readonly name: string; readonly entry: Entry },
  options: AddOptions,
  { output, surroundings }: CommandContext,
): Promise<string | null> {
  const proposal = await client.proposeServer(server);
  if (proposal.consent === null || options.yes === true) return proposal.consent;
  for (const line of consentLines(proposal)) output.problem(printable(line));
  const answer = await askYes(surroundings, 'Add it?');
  if (answer === true) return proposal.consent;
  throw new AppError('CONSENT_NEEDED', `"${server.name}" was not added.`, {
    expected:
      answer === null
        ? 'Where nobody can be asked, --yes says that you agree to the command.'
        : 'Only y or yes is a yes.',
  });
}

function contradiction(words: readonly string[], options: AddOptions): string | null {
  const { url, header, env, cwd, isolated, eager } = options;
  if (url === undefined && words.length === 0) return 'a command after "--", or --url, is missing';
  if (url !== undefined && words.length > 0)
    return 'there is a command and a --url; a server has one of them';
  if (url === undefined && header !== undefined) return '--header goes with --url';
  const forCommands = { '--env': env, '--cwd': cwd, '--isolated': isolated, '--eager': eager };
  const wrong = Object.entries(forCommands).find(([, value]) => value !== undefined);
  return url !== undefined && wrong !== undefined ? `${wrong[0]} goes with a command, not with --url` : null;
}

// Only what was said is written, so that the file stays short and later defaults apply.
function entryOf(words: readonly string[], options: AddOptions, workingDir: string): Entry {
  const enabled = options.disabled === true ? { enabled: false } : {};
  if (options.url !== undefined) {
    return {
      url: options.url,
      ...(options.header === undefined ? {} : { headers: options.header }),
      ...enabled,
    };
  }
  const [command = '', ...args] = words;
  return {
    command,
    args,
    ...(options.env === undefined ? {} : { env: options.env }),
    ...(options.cwd === undefined ? {} : { cwd: path.resolve(workingDir, options.cwd) }),
    ...(options.isolated === true ? { session: 'isolated' as const } : {}),
    ...(options.eager === true ? { start: 'eager' as const } : {}),
    ...enabled,
  };
}
