// The official inspector's command line: one request, its answer as data. Its home is a folder of the test, and it signs
// in nowhere.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';
import { installedProgram } from './installed-program.ts';

const program = (): Promise<string> =>
  installedProgram('inspector', '@modelcontextprotocol/inspector/clients/launcher/build/index.js');

export interface InspectorTarget {
  readonly url: URL;
  readonly transport: 'http' | 'sse';
  readonly era: 'legacy' | 'auto' | 'modern';
  readonly home: string;
}

export interface Inspected {
  readonly status: number | null;
  /** What it printed; null when it printed no result. */
  readonly result: Readonly<Record<string, unknown>> | null;
  /** What it says went wrong. */
  readonly problem: string;
}

const printedSchema = z.object({ result: z.record(z.string(), z.unknown()) });

/** Runs it with these words after `--method`. */
export async function inspect(
  { url, transport, era, home }: InspectorTarget,
  method: string,
  words: readonly string[] = [],
): Promise<Inspected> {
  const flags = ['--cli', '--quiet', '--stored-auth-only', '--format', 'json', '--protocol-era', era];
  const target = ['--server-url', url.href, '--transport', transport, '--method', method];
  const child = spawn(process.execPath, [await program(), ...flags, ...target, ...words], {
    env: { PATH: process.env['PATH'], HOME: home, USERPROFILE: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  let problem = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (problem += text));
  await once(child, 'close');
  const result = printed.trim() === '' ? null : printedSchema.parse(JSON.parse(printed)).result;
  return { status: child.exitCode, result, problem };
}
