// `patchbay secret`: values for `${secret:NAME}`. A value never stands among a command's words, where every program of
// this machine could read it.
import type { Command } from 'commander';
import { declare } from '../command-context.ts';
import type { CommandContext, CommonOptions } from '../command-context.ts';
import { readSecret } from '../input.ts';

/** Shorter ones cannot be looked for in logs. */
const shortestHidden = 6;

export function registerSecret(program: Command, context: CommandContext): void {
  const { output, surroundings } = context;
  const secret = program.command('secret').description('keep values for ${secret:NAME} in config.json');
  const nameWords = 'what config.json calls it: ${secret:NAME}';
  declare(secret, 'set', 'keep a secret; its value is asked for, or read from standard input', example)
    .argument('<name>', nameWords)
    .action(async (name: string, options: CommonOptions) => {
      const value = await readSecret(surroundings, `Value of ${name}`);
      const set = await context.connect(options).client.setSecret({ name, value });
      if (value.length < shortestHidden)
        output.problem(
          'patchbay: It is shorter than 6 characters and cannot be hidden where servers print it.',
        );
      if (options.json === true) output.json(set);
      else output.line(`${set.name}: kept; write \${secret:${set.name}} in config.json`);
    });
  declare(
    secret,
    'list',
    'names of the secrets that are kept, never their values',
    'patchbay secret list',
  ).action(async (options: CommonOptions) => {
    const secrets = await context.connect(options).client.listSecrets({});
    if (options.json === true) return output.json(secrets);
    if (secrets.length === 0) output.line('No secret is kept.');
    for (const { name, isReadable } of secrets)
      output.line(isReadable ? name : `${name}: sealed by another keychain; set it again`);
  });
  declare(secret, 'remove', 'forget a secret', 'patchbay secret remove GITHUB_TOKEN')
    .argument('<name>', nameWords)
    .action(async (name: string, options: CommonOptions) => {
      const outcome = await context.connect(options).client.removeSecret({ name });
      if (options.json === true) output.json(outcome);
      else output.line(`${outcome.removed}: forgotten`);
    });
}

const example = 'patchbay secret set GITHUB_TOKEN\n  patchbay secret set GITHUB_TOKEN < token.txt';
