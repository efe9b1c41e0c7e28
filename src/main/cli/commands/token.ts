// `patchbay token create | list | revoke | rotate`: what clients show to the gateway. A token is printed once, alone on
// stdout, so that it can be put into a variable; everything else about it goes to stderr.
import { Option } from 'commander';
import type { Command } from 'commander';
import type { TokenStatus, TokenView } from '../../../shared/tokens.ts';
import { declare } from '../command-context.ts';
import type { CommandContext, CommonOptions } from '../command-context.ts';
import { duration } from '../output/durations.ts';
import type { Output, Style } from '../output/output.ts';
import { table } from '../output/table.ts';

interface CreateOptions extends CommonOptions {
  readonly name: string;
  readonly expires: string;
  readonly scope?: readonly string[];
}

const scopesHelp = `
Scopes:
  execute:mcp   everything on the gateway (the default)
  server:NAME   only this server; several may be given
  tools:read    only tools that say of themselves that they change nothing
  registry      registering servers, and /cmd
  metrics       /metrics`;

export function registerToken(program: Command, context: CommandContext): void {
  const token = declare(
    program,
    'token',
    'make, list and revoke the tokens that clients show to the gateway',
    'patchbay token create --name laptop',
  );
  // What stands behind a word of its own is that one's.
  token.enablePositionalOptions();
  registerCreate(token, context);
  registerList(token, context);
  registerRevoke(token, context);
  registerRotate(token, context);
}

function registerCreate(token: Command, context: CommandContext): void {
  const { output } = context;
  declare(
    token,
    'create',
    'make a token and print it; it is not shown again',
    'patchbay token create --name ci --expires 30d --scope server:files',
  )
    .addOption(new Option('--name <name>', 'what it is for').makeOptionMandatory())
    .addOption(new Option('--expires <time>', 'how long it counts, such as 12h or 90d').default('90d'))
    .addOption(
      new Option('--scope <scope>', 'what it is good for; may be given several times').argParser(
        (text: string, before: readonly string[] | undefined) => [
          ...(before ?? []),
          ...text.split(/[\s,]+/).filter((scope) => scope !== ''),
        ],
      ),
    )
    .addHelpText('after', scopesHelp)
    .action(async ({ name, expires, scope = [], ...options }: CreateOptions) => {
      const made = await context.connect(options).client.createToken({ name, expires, scopes: [...scope] });
      if (options.json === true) return output.json(made);
      output.line(made.token);
      output.problem(
        `patchbay: token ${made.id} is good for ${made.scopes.join(', ')} until ${dateOf(made.expiresAt)}, and is not shown again.`,
      );
    });
}

function registerList(token: Command, context: CommandContext): void {
  const { output } = context;
  declare(token, 'list', 'list tokens, without the tokens themselves', 'patchbay token list').action(
    async (options: CommonOptions) => {
      const tokens = await context.connect(options).client.listTokens({});
      if (options.json === true) return output.json(tokens);
      if (tokens.length === 0) output.line('There is no token. Make one: patchbay token create --name NAME');
      else for (const line of tokenTable(tokens, output, Date.now())) output.line(line);
    },
  );
}

function registerRevoke(token: Command, context: CommandContext): void {
  const { output } = context;
  declare(token, 'revoke', 'end a token at once', 'patchbay token revoke Yw3kq0b7d2Lx')
    .argument('<id>', 'the token’s id, as list shows it')
    .action(async (id: string, options: CommonOptions) => {
      const outcome = await context.connect(options).client.revokeToken({ id });
      if (options.json === true) output.json(outcome);
      else output.line(`${outcome.revoked}: revoked`);
    });
}

function registerRotate(token: Command, context: CommandContext): void {
  const { output } = context;
  declare(token, 'rotate', 'sign tokens with another secret from now on', 'patchbay token rotate --grace 24h')
    .addOption(new Option('--grace <time>', 'how long tokens of before still count').default('7d'))
    .action(async ({ grace, ...options }: CommonOptions & { readonly grace: string }) => {
      const outcome = await context.connect(options).client.rotateSecret({ grace });
      if (options.json === true) output.json(outcome);
      else
        output.line(
          `The secret is another one now. Tokens of before count until ${dateOf(outcome.oldAcceptedUntil)}.`,
        );
    });
}

const styles: Readonly<Record<TokenStatus, Style>> = { active: 'green', expired: 'red', outdated: 'red' };

function tokenTable(tokens: readonly TokenView[], output: Output, now: number): readonly string[] {
  return table(
    [
      { title: 'ID', text: ({ id }) => id },
      { title: 'NAME', text: ({ name }) => name, least: 8 },
      {
        title: 'STATUS',
        text: ({ status }) => status,
        paint: (cell, { status }) => output.paint(styles[status], cell),
      },
      {
        title: 'EXPIRES',
        text: ({ status, expiresAt }) => (status === 'active' ? `in ${duration(expiresAt - now)}` : '-'),
      },
      {
        title: 'LAST USED',
        text: ({ lastUsedAt }) => (lastUsedAt === null ? 'never' : `${duration(now - lastUsedAt)} ago`),
      },
      { title: 'SCOPES', text: ({ scopes }) => scopes.join(' '), least: 12 },
    ],
    tokens,
    output.width,
  );
}

function dateOf(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 16).replace('T', ' ').concat(' UTC');
}
