// `patchbay bridge`: stdio on this side, the gateway on the other, for clients that start their servers as programs.
import { Option } from 'commander';
import type { Command } from 'commander';
import type { CommandContext } from '../command-context.ts';

const help = `
Example:
  patchbay bridge files

In a client's configuration: { "command": "patchbay", "args": ["bridge", "files"] }

Waits for the gateway of the data folder, and starts it where none runs. Without SERVER: all servers, joined.`;

interface BridgeFlags {
  readonly url?: string;
  readonly token?: string;
  readonly dataDir?: string;
  readonly start: boolean;
}

export function registerBridge(program: Command, context: CommandContext): void {
  program
    .command('bridge')
    .description('connect a client that speaks stdio with the gateway')
    .argument('[server]', 'one server by its name; without it all of them')
    .addOption(new Option('--url <url>', 'a gateway elsewhere, such as http://127.0.0.1:3004 (PATCHBAY_URL)'))
    .addOption(new Option('--token <token>', 'access token (PATCHBAY_TOKEN)'))
    .addOption(new Option('--data-dir <folder>', 'data folder (PATCHBAY_DATA_DIR)'))
    .option('--no-start', 'wait for the gateway, never start it')
    .addHelpText('after', help)
    .action(async (server: string | undefined, flags: BridgeFlags) => {
      await context.surroundings.runBridge({ server, ...flags });
    });
}
