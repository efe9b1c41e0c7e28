#!/usr/bin/env node
// The bridge's entry, built into one file of its own: hands the process to the bridge. Wires, decides nothing.
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeError } from '../shared/errors.ts';
import { readBridgeWords, runBridge } from './bridge/run-bridge.ts';

/** Beside this file where Patchbay is not an installed app. */
const cliFile = path.join(path.dirname(fileURLToPath(import.meta.url)), 'cli.js');

try {
  await runBridge(readBridgeWords(process.argv.slice(2)), {
    env: process.env,
    platform: process.platform,
    homeDir: homedir(),
    workingDir: process.cwd(),
    process,
    cliFile: existsSync(cliFile) && process.env['ELECTRON_RUN_AS_NODE'] === undefined ? cliFile : null,
  });
} catch (error) {
  process.stderr.write(`patchbay bridge: ${describeError(error)}\n`);
  process.exitCode = 2;
}
