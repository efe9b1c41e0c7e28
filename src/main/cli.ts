#!/usr/bin/env node
// The command line's entry: hands the process to the program. Wires, decides nothing.
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { boundYoungGeneration } from './core/young-generation.ts';
import { runCli } from './cli/program.ts';

const here = fileURLToPath(import.meta.url);
// This file is two folders below the program's, as source (src/main) and built (out/main).
const programDir = path.resolve(here, '../../..');
const packageInfo = JSON.parse(readFileSync(path.join(programDir, 'package.json'), 'utf8')) as {
  readonly version: string;
};

// The reader of a pipe may leave (`patchbay logs | head`): then nobody is interested any more. A gateway goes on, a
// bridge has something to end first.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE' && !['serve', 'bridge'].includes(process.argv[2] ?? '')) process.exit(0);
});
process.stderr.on('error', () => {});

const surroundings = {
  env: process.env,
  platform: process.platform,
  homeDir: homedir(),
  workingDir: process.cwd(),
};

process.exitCode = await runCli(process.argv.slice(2), {
  ...surroundings,
  stdout: process.stdout,
  stderr: process.stderr,
  stdin: process.stdin,
  version: packageInfo.version,
  programDir,
  pageDir: path.join(programDir, 'out', 'renderer'),
  createCore: async (options) => {
    const { createCore } = await import('./core/core.ts');
    boundYoungGeneration(process);
    return createCore(options);
  },
  runBridge: async (words) => {
    const { runBridge } = await import('./bridge/run-bridge.ts');
    // The app's own runtime starts the app, not this file.
    const cliFile = process.env['ELECTRON_RUN_AS_NODE'] === undefined ? here : null;
    await runBridge(words, { ...surroundings, process, cliFile });
  },
});
