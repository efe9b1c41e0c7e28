// `patchbay serve`: the gateway in the foreground, with the browser console.
import { Option } from 'commander';
import type { Command } from 'commander';
import { describeError } from '../../../shared/errors.ts';
import { systemClock } from '../../core/ports.ts';
import { coreOptions } from '../../core/start-options.ts';
import type { StartFlags } from '../../core/start-options.ts';
import type { CoreOptions } from '../../core/types.ts';
import type { CommandContext } from '../command-context.ts';
import { namePortOwner } from '../serve/port-owner.ts';
import { leaveProcess } from '../../core/leave-process.ts';
import { runUntilStopped } from '../serve/run-until-stopped.ts';

const help = `
Example:
  patchbay serve --port 3100

A flag beats its variable, which beats config.json. Interrupting it (Ctrl+C, SIGTERM) lets calls end for five seconds and stops every server;
a second time ends it, and them, at once.`;

export function registerServe(program: Command, context: CommandContext): void {
  const serve = program
    .command('serve')
    .description('run the gateway in the foreground')
    .addOption(new Option('--config <file>', 'configuration file (PATCHBAY_CONFIG)'))
    .addOption(new Option('--data-dir <folder>', 'data folder (PATCHBAY_DATA_DIR)'))
    .addOption(new Option('--host <address>', 'address to listen on (PATCHBAY_HOST), default 127.0.0.1'))
    .addOption(new Option('--port <port>', 'port of the gateway (PATCHBAY_PORT), default 3004'))
    .addOption(new Option('--console-port <port>', 'port of the console, default 3005'))
    .addOption(new Option('--no-console', 'no console: no page, and no other command reaches it'))
    .addOption(new Option('--auth <mode>', 'token or none'))
    .addOption(
      new Option(
        '--log-level <level>',
        'error, warn, info or debug; also prints the log on stderr (PATCHBAY_LOG_LEVEL)',
      ),
    )
    .addHelpText('after', help)
    .action(async (flags: StartFlags) => {
      const options = readOptions(flags, context, (fault) => serve.error(`error: ${fault}`));
      const core = await context.surroundings.createCore(options);
      const exit = (status: number): void => leaveProcess(process, status, (usual) => process.exit(usual));
      const parts = { core, clock: systemClock(), output: context.output, process, exit };
      try {
        await runUntilStopped(parts);
      } catch (error) {
        throw await namePortOwner(error);
      }
    });
}

// A flag or variable that cannot be read is a wrong word, not a failure.
function readOptions(
  flags: StartFlags,
  { surroundings }: CommandContext,
  fail: (fault: string) => never,
): CoreOptions {
  const { version, pageDir, programDir } = surroundings;
  try {
    const options = coreOptions(flags, surroundings, { version, pageDir, programDir });
    // Who names a level wants to read along; otherwise a failed start is one line on stderr, not one of many.
    return { ...options, logToConsole: options.overrides?.logLevel !== undefined };
  } catch (error) {
    return fail(describeError(error));
  }
}
