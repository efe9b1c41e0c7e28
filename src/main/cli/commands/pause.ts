// `patchbay pause` and `resume`: all servers held at once, and let go on.
import type { Command } from 'commander';
import { declare } from '../command-context.ts';
import type { CommandContext, CommonOptions } from '../command-context.ts';

export function registerPause(program: Command, context: CommandContext): void {
  const { output } = context;
  declare(
    program,
    'pause',
    'stop all servers, and refuse calls to them until resume',
    'patchbay pause',
  ).action(async (options: CommonOptions) => {
    const view = await context.connect(options).client.pauseServers({});
    if (options.json === true) output.json(view);
    else output.line('All servers are paused. To let them go on: patchbay resume');
  });
  declare(program, 'resume', 'let servers go on after a pause', 'patchbay resume').action(
    async (options: CommonOptions) => {
      const view = await context.connect(options).client.resumeServers({});
      if (options.json === true) output.json(view);
      else output.line('Servers go on; each starts with the next call to it.');
    },
  );
}
