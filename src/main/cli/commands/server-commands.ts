// The commands that do one thing to one server: start, stop, restart, enable, disable, remove.
import type { Command } from 'commander';
import type { PatchbayClient } from '../../../shared/contract.ts';
import type { ServerView } from '../../../shared/state.ts';
import { declare } from '../command-context.ts';
import type { CommandContext, CommonOptions } from '../command-context.ts';
import { printableLine } from '../output/printable.ts';

interface ServerCommand {
  readonly word: string;
  readonly summary: string;
  readonly run: (client: PatchbayClient, name: string) => Promise<ServerView>;
}

const serverCommands: readonly ServerCommand[] = [
  { word: 'start', summary: 'start a server now', run: (client, name) => client.startServer({ name }) },
  {
    word: 'stop',
    summary: 'stop a server; the next call to it starts it again',
    run: (client, name) => client.stopServer({ name }),
  },
  {
    word: 'restart',
    summary: 'stop a server and start it again',
    run: (client, name) => client.restartServer({ name }),
  },
  {
    word: 'enable',
    summary: 'offer a server to clients (kept in config.json)',
    run: (client, name) => client.setServerEnabled({ name, enabled: true }),
  },
  {
    word: 'disable',
    summary: 'stop a server and no longer offer it (kept in config.json)',
    run: (client, name) => client.setServerEnabled({ name, enabled: false }),
  },
];

export function registerServerCommands(program: Command, context: CommandContext): void {
  const { output } = context;
  for (const { word, summary, run } of serverCommands) {
    declare(program, word, summary, `patchbay ${word} files`)
      .argument('<name>', 'the server’s name')
      .action(async (name: string, options: CommonOptions) => {
        const server = await run(context.connect(options).client, name);
        if (options.json === true) output.json(server);
        else output.line(`${server.name}: ${printableLine(server.summary)}`);
      });
  }
  declare(program, 'remove', 'stop a server and take it out of config.json', 'patchbay remove files')
    .argument('<name>', 'the server’s name')
    .action(async (name: string, options: CommonOptions) => {
      const { removed } = await context.connect(options).client.removeServer({ name });
      if (options.json === true) output.json({ removed });
      else output.line(`${removed}: removed`);
    });
}
