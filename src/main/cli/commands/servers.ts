// `patchbay servers`: all servers, one line each.
import type { Command } from 'commander';
import { declare } from '../command-context.ts';
import type { CommandContext, CommonOptions } from '../command-context.ts';
import { serverTable } from './server-view.ts';

export function registerServers(program: Command, context: CommandContext): void {
  const { output } = context;
  declare(program, 'servers', 'list all servers and what they are doing', 'patchbay servers').action(
    async (options: CommonOptions) => {
      const { servers } = await context.connect(options).client.getState({});
      if (options.json === true) output.json(servers);
      else for (const line of serverTable(servers, output)) output.line(line);
    },
  );
}
