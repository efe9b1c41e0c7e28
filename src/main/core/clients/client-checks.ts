// What clients' own commands say of our entry once it is written: of those that have a command for it, the question and how
// its answer is read. Reading fails into "no answer", never into a connection that was not made.
import { stripVTControlCharacters } from 'node:util';
import type { ClientCheckResult } from '../../../shared/clients.ts';
import type { Commands } from '../../../shared/contract.ts';
import type { ClientPrograms, ProgramAnswer } from './client-programs.ts';
import type { Connections } from './connections.ts';
import { entryName } from './entry-name.ts';

interface ClientQuestion {
  readonly command: string;
  readonly args: readonly string[];
  /** `answer.output` without colours. */
  readonly read: (answer: ProgramAnswer) => ClientCheckResult;
}

const isNone = (output: string): boolean => /\bno mcp servers?\b/i.test(output);

/** By the client's id. */
const questions: Readonly<Record<string, ClientQuestion>> = {
  // Calls this one server: "patchbay:", and below it "  Status: ✓ Connected".
  'claude-code': {
    command: 'claude',
    args: ['mcp', 'get', entryName],
    read: ({ code, output }) => {
      if (code !== 0) return isNone(output) ? 'not seen' : 'no answer';
      const status = /^[ \t]*Status:(.*)$/m.exec(output)?.[1];
      if (status !== undefined) return /^\W*Connected\b/.test(status) ? 'reached' : 'not reached';
      return new RegExp(`^[ \\t]*${entryName}:`, 'm').test(output) ? 'seen' : 'no answer';
    },
  },
  // Reads its file, and calls nobody.
  codex: {
    command: 'codex',
    args: ['mcp', 'get', entryName],
    read: ({ code, output }) => {
      if (code !== 0) return isNone(output) ? 'not seen' : 'no answer';
      return new RegExp(`^[ \\t]*${entryName}\\b`, 'm').test(output) ? 'seen' : 'no answer';
    },
  },
  // Calls every server that it has: "✓ patchbay: http://… (http) - Connected"; in a folder that it does not trust none, and
  // says "Disabled" of each.
  gemini: {
    command: 'gemini',
    args: ['mcp', 'list'],
    read: ({ code, output }) => {
      const line = new RegExp(`^[^\\w\\n]*${entryName}(?: \\([^)]*\\))?: .*$`, 'm').exec(output)?.[0];
      if (line !== undefined && / - Disabled\s*$/.test(line)) return 'seen';
      if (line !== undefined) return / - Connected\s*$/.test(line) ? 'reached' : 'not reached';
      return code === 0 && /\bmcp servers\b/i.test(output) ? 'not seen' : 'no answer';
    },
  },
};

export interface ClientChecksOptions {
  readonly connections: Pick<Connections, 'find'>;
  readonly programs: ClientPrograms;
}

export function clientChecks({ connections, programs }: ClientChecksOptions): Pick<Commands, 'checkClient'> {
  const ask = async ({ command, args, read }: ClientQuestion): Promise<ClientCheckResult> => {
    const file = await programs.find(command);
    if (file === null) return 'not on PATH';
    const answer = await programs.run(file, args);
    if (answer === null) return 'no answer';
    return read({ ...answer, output: stripVTControlCharacters(answer.output) });
  };
  return {
    checkClient: async ({ client: id }) => {
      const client = connections.find(id).kind.id;
      const question = questions[client];
      if (question === undefined) return { client, command: null, result: 'no command' };
      const command = [question.command, ...question.args].join(' ');
      return { client, command, result: await ask(question) };
    },
  };
}
