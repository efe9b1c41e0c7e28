// `patchbay accept`: tools of a server that are not as they were accepted, shown old beside new, and taken over on a yes.
import type { Command } from 'commander';
import type { ToolChange } from '../../../shared/tool-changes.ts';
import { declare } from '../command-context.ts';
import type { CommandContext, CommonOptions } from '../command-context.ts';
import { askYes } from '../input.ts';
import { printable, printableLine } from '../output/printable.ts';

interface AcceptOptions extends CommonOptions {
  readonly yes?: true;
}

export function registerAccept(program: Command, context: CommandContext): void {
  const { output, surroundings } = context;
  declare(
    program,
    'accept',
    'show what has changed in a server’s tools, and accept it',
    'patchbay accept files',
  )
    .argument('<name>', 'the server’s name')
    .option('--yes', 'accept without asking')
    .action(async (name: string, options: AcceptOptions) => {
      const { client } = context.connect(options);
      const { changes, digest } = await client.reviewTools({ name });
      if (options.json !== true)
        for (const change of changes) for (const line of changeLines(change)) output.line(line);
      if (changes.length > 0 && options.yes !== true) {
        const answer = await askYes(surroundings, 'Accept?');
        if (answer !== true) {
          if (options.json === true) output.json({ server: name, changes, accepted: false });
          else output.line('Not accepted; --yes accepts without asking.');
          return;
        }
      }
      const accepted = await client.acceptTools({ name, digest });
      if (options.json === true) output.json({ ...accepted, accepted: true });
      else output.line(changes.length === 0 ? `${name}: nothing has changed` : `${name}: accepted`);
    });
}

function changeLines({ tool, before, after, isHeld }: ToolChange): readonly string[] {
  const heading = `${printableLine(tool)}: ${before === null ? 'new' : 'changed'}${isHeld ? ', held back' : ''}`;
  return [heading, ...marked('-', before), ...marked('+', after)];
}

function marked(sign: string, text: string | null): readonly string[] {
  return text === null
    ? []
    : printable(text)
        .split('\n')
        .map((line) => `  ${sign} ${line}`);
}
