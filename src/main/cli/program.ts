// The words of the command line: which commands there are, and how the end of one becomes an exit status.
// What a command does stands in commands/.
import { Command, CommanderError } from 'commander';
import { registerAccept } from './commands/accept.ts';
import { registerAdd } from './commands/add.ts';
import { registerBridge } from './commands/bridge.ts';
import { registerBundle } from './commands/bundle.ts';
import { registerCall } from './commands/call.ts';
import { registerClients } from './commands/clients.ts';
import { registerDoctor } from './commands/doctor.ts';
import { registerImport } from './commands/import.ts';
import { registerLogs } from './commands/logs.ts';
import { registerPause } from './commands/pause.ts';
import { registerRegistrations } from './commands/registrations.ts';
import { registerSecret } from './commands/secret.ts';
import { registerServe } from './commands/serve.ts';
import { registerServerCommands } from './commands/server-commands.ts';
import { registerServers } from './commands/servers.ts';
import { registerStatus } from './commands/status.ts';
import { registerToken } from './commands/token.ts';
import { registerTools } from './commands/tools.ts';
import { registerUninstallClients } from './commands/uninstall-clients.ts';
import { createCommandContext, ReportedFailure } from './command-context.ts';
import type { CommonOptions } from './command-context.ts';
import { createOutput, printFailure } from './output/output.ts';
import type { CliSurroundings } from './surroundings.ts';

/** Done, failed, wrong words. */
export type ExitStatus = 0 | 1 | 2;

const help = `
Example:
  patchbay add files -- npx -y @modelcontextprotocol/server-filesystem ~/notes
  patchbay serve

"patchbay <command> --help" tells more of a command.`;

/** Runs the words after the program's name, and prints whatever there is to say. */
export async function runCli(words: readonly string[], surroundings: CliSurroundings): Promise<ExitStatus> {
  const output = createOutput(surroundings);
  const context = createCommandContext(surroundings, output);
  let asJson = false;
  const program = new Command('patchbay')
    .description('Every MCP server of this machine behind one local port.')
    .version(surroundings.version)
    .exitOverride()
    // An option belongs to the last command before it.
    .enablePositionalOptions()
    .configureOutput({
      writeOut: (text) => surroundings.stdout.write(text),
      writeErr: (text) => surroundings.stderr.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'patchbay: ')),
    })
    .addHelpText('after', help)
    .hook('preAction', (_program, command) => {
      asJson = command.opts<CommonOptions>().json === true;
    });
  registerServe(program, context);
  registerStatus(program, context);
  registerDoctor(program, context);
  registerServers(program, context);
  registerServerCommands(program, context);
  registerPause(program, context);
  registerAdd(program, context);
  registerAccept(program, context);
  registerRegistrations(program, context);
  registerSecret(program, context);
  registerTools(program, context);
  registerCall(program, context);
  registerLogs(program, context);
  registerClients(program, context);
  registerImport(program, context);
  registerUninstallClients(program, context);
  registerBridge(program, context);
  registerBundle(program, context);
  registerToken(program, context);
  try {
    await program.parseAsync(words, { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (error instanceof ReportedFailure) output.problem(`patchbay: ${error.message}`);
    else printFailure(output, error, asJson);
    return 1;
  }
}
