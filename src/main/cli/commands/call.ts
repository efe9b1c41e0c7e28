// `patchbay call`: one tool call, its text for people or its whole result for programs.
import type { Command } from 'commander';
import { jsonObject } from '../arguments.ts';
import { declare, ReportedFailure } from '../command-context.ts';
import type { CommandContext, CommonOptions } from '../command-context.ts';
import { printable } from '../output/printable.ts';
import { resultText } from './tool-result.ts';

const example = `patchbay call files read_text_file '{"path": "notes/todo.md"}'`;

export function registerCall(program: Command, context: CommandContext): void {
  const { output } = context;
  declare(program, 'call', 'call a tool and print what it answers', example)
    .argument('<server>', 'the server’s name')
    .argument('<tool>', 'the tool’s name')
    .argument('[json]', 'the tool’s arguments, a JSON object', jsonObject)
    .action(
      async (
        server: string,
        tool: string,
        given: Record<string, unknown> | undefined,
        options: CommonOptions,
      ) => {
        const input = { server, tool, arguments: given ?? {} };
        const outcome = await context.connect(options).client.callTool(input);
        if (options.json === true) output.json(outcome.result);
        else {
          // A pipe gets the text as it is; a terminal must not be steered by it.
          const text = resultText(outcome.result);
          if (text !== '') output.line(output.isTerminal ? printable(text) : text);
        }
        if (outcome.isError) throw new ReportedFailure(`${server}: the tool ${tool} reports an error.`);
      },
    );
}
