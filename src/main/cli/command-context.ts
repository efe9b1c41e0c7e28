// What commands work with, and how a command is declared: the options that all have, and failures of their own.
import { Option } from 'commander';
import type { Command } from 'commander';
import type { PatchbayClient } from '../../shared/contract.ts';
import { dataDirOf } from '../core/start-options.ts';
import { createConsoleClient, fetchLoginLink } from './console/console-client.ts';
import type { ConsoleAddress } from './console/http.ts';
import { findConsole } from './console/find-console.ts';
import type { Output } from './output/output.ts';
import type { CliSurroundings } from './surroundings.ts';

/** The options of every command. */
export interface CommonOptions {
  readonly json?: true;
  readonly dataDir?: string;
}

/** The running Patchbay of a data folder. */
export interface Connection {
  readonly client: PatchbayClient;
  /** Rejects with NOT_RUNNING. */
  readonly find: () => Promise<ConsoleAddress>;
  readonly loginLink: () => Promise<string>;
}

export interface CommandContext {
  readonly output: Output;
  readonly surroundings: CliSurroundings;
  /** Absolute. */
  dataDir(options: CommonOptions): string;
  /** Opens nothing yet; a call rejects with NOT_RUNNING where nothing runs. */
  connect(options: CommonOptions): Connection;
}

/** A failure whose output is on stdout already: only its line on stderr and the exit status are left. */
export class ReportedFailure extends Error {
  override readonly name = 'ReportedFailure';
}

export function createCommandContext(surroundings: CliSurroundings, output: Output): CommandContext {
  const dataDir = (options: CommonOptions): string => dataDirOf(options, surroundings);
  return {
    output,
    surroundings,
    dataDir,
    connect(options) {
      const find = (): Promise<ConsoleAddress> => findConsole(dataDir(options));
      return {
        client: createConsoleClient({ find }),
        find,
        loginLink: async () => fetchLoginLink(await find()),
      };
    },
  };
}

/** Declares a command with the common options and an example in its help. */
export function declare(program: Command, usage: string, summary: string, example: string): Command {
  return program
    .command(usage)
    .description(summary)
    .option('--json', 'print one JSON document')
    .addOption(new Option('--data-dir <folder>', 'data folder (PATCHBAY_DATA_DIR)'))
    .addHelpText('after', `\nExample:\n  ${example}`);
}
