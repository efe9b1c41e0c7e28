// The doctor's eyes: everything that has to be asked of the machine, in one place. Judges nothing, changes nothing.
import { userInfo } from 'node:os';
import path from 'node:path';
import { describeError, toAppError } from '../../../shared/errors.ts';
import { createSearchPath } from '../../core/launcher/search-path.ts';
import { systemHost } from '../../core/launcher/system-host.ts';
import { systemClock } from '../../core/ports.ts';
import type { Logger } from '../../core/ports.ts';
import { coreOptions } from '../../core/start-options.ts';
import type { CommandContext, CommonOptions, Connection } from '../command-context.ts';
import type { NotRunningReason } from '../console/not-running.ts';
import type { CliSurroundings } from '../surroundings.ts';
import { readConfigFact } from './config-facts.ts';
import { findElectron } from './find-electron.ts';
import { probeFolder } from './probe-folder.ts';
import { probePort } from './probe-port.ts';
import { readTlsFact } from './tls.ts';
import type { Facts, RunFact } from './types.ts';

const loopback = '127.0.0.1';
const silent: Logger = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };
const stoppedReasons: readonly unknown[] = ['no-run-file', 'left-over'] satisfies readonly NotRunningReason[];

/** Looks at everything. Rejects with BAD_REQUEST where a PATCHBAY_ variable cannot be read. */
export async function gatherFacts(context: CommandContext, flags: CommonOptions): Promise<Facts> {
  const { surroundings } = context;
  const { version, pageDir, platform, env, programDir } = surroundings;
  const options = coreOptions(flags, surroundings, { version, pageDir });
  const run = await runFact(context.connect(flags));
  const running = run.status === 'running' ? run.state : null;
  const { fact, config } = await readConfigFact({
    file: running?.config.path ?? options.configPath ?? path.join(options.dataDir, 'config.json'),
    surroundings,
    running,
    searchPath: searchPathOf(surroundings),
  });
  const gateway = config?.settings.gateway;
  const host = options.overrides?.host ?? gateway?.host ?? loopback;
  const port = options.overrides?.port ?? gateway?.port ?? 3004;
  return {
    platform,
    nodeVersion: process.version,
    env,
    run,
    folder: await probeFolder(options.dataDir, platform),
    config: fact,
    tls: await readTlsFact(config?.tls ?? null, platform),
    gatewayPort: await probePort(host, port),
    consolePort: await probePort(loopback, options.console?.port ?? 3005),
    electron: findElectron(programDir, surroundings),
  };
}

async function runFact({ client }: Connection): Promise<RunFact> {
  try {
    return { status: 'running', state: await client.getState({}) };
  } catch (error) {
    const { reason } = toAppError(error).details;
    if (stoppedReasons.includes(reason)) return { status: 'stopped' };
    return { status: 'unreachable', message: describeError(error) };
  }
}

function searchPathOf({ env, homeDir, platform }: CliSurroundings): () => Promise<string> {
  const userShell = platform === 'win32' ? null : shellOfUser();
  const host = systemHost();
  return createSearchPath({ host, clock: systemClock(), logger: silent, env, homeDir, userShell });
}

/** userInfo throws for a user without an entry in the database, as containers have them. */
function shellOfUser(): string | null {
  try {
    return userInfo().shell;
  } catch {
    return null;
  }
}
