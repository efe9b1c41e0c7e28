// `help`: which commands there are, in the form that other gateways read them from (the command servers of registrations).
import { z } from 'zod';
import { AppError } from '../../../shared/errors.ts';
import type { OwnCommand } from './types.ts';

const params = z.strictObject({
  cmdname: z.string().optional().describe('One command alone; all when left out.'),
});

/** `commands` by name, asked at each call: help is one of them. */
export function helpCommand(commands: () => Readonly<Record<string, OwnCommand>>): OwnCommand {
  return {
    description: 'Lists the commands, or describes one of them.',
    params,
    run: (given, { version }) => {
      const { cmdname } = params.parse(given);
      const known = commands();
      if (cmdname === undefined) {
        return {
          success: true,
          data: {
            tool_info: { name: 'patchbay', description: 'MCP gateway of this machine', version },
            commands: Object.fromEntries(
              Object.entries(known).map(([name, command]) => [name, describe(name, command)]),
            ),
            total: Object.keys(known).length,
          },
        };
      }
      const command = Object.hasOwn(known, cmdname) ? known[cmdname] : undefined;
      if (command === undefined) throw unknownCommand(cmdname, Object.keys(known));
      return { success: true, data: { cmdname, info: describe(cmdname, command) } };
    },
  };
}

function describe(name: string, { description, params }: OwnCommand) {
  const schema = z.toJSONSchema(params, { io: 'input' });
  return { name, description, type: 'built-in', schema, params_count: Object.keys(params.shape).length };
}

function unknownCommand(name: string, known: readonly string[]): AppError {
  return new AppError('BAD_REQUEST', `There is no command ${JSON.stringify(name.slice(0, 80))}.`, {
    expected: `One of ${known.join(', ')}.`,
    details: { field: 'cmdname' },
  });
}
