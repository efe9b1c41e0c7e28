// `patchbay tools`: what servers offer.
import type { Command } from 'commander';
import type { ToolView } from '../../../shared/state.ts';
import { declare } from '../command-context.ts';
import type { CommandContext, CommonOptions } from '../command-context.ts';
import { table } from '../output/table.ts';

export function registerTools(program: Command, context: CommandContext): void {
  const { output } = context;
  declare(program, 'tools', 'list the tools of all servers, or of one', 'patchbay tools files')
    .argument('[server]', 'the server’s name')
    .action(async (server: string | undefined, options: CommonOptions) => {
      const input = server === undefined ? {} : { server };
      const tools = await context.connect(options).client.listTools(input);
      if (options.json === true) return output.json(tools);
      if (tools.length === 0) return output.line('No tools are known.');
      const columns = [
        { title: 'SERVER', text: (tool: ToolView) => tool.server, least: 12 },
        { title: 'TOOL', text: (tool: ToolView) => tool.name, least: 24 },
        { title: 'DESCRIPTION', text: descriptionOf, least: 20 },
      ];
      const shown = server === undefined ? columns : columns.slice(1);
      for (const line of table(shown, tools, output.width)) output.line(line);
    });
}

// The first line: descriptions are written for models and may fill pages.
function descriptionOf(tool: ToolView): string {
  const text = (tool.description ?? tool.title ?? '').trim();
  return text.split('\n', 1)[0] ?? '';
}
