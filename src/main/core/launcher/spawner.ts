// Starts a child in a process group of its own, without a shell, or says in words why that is not possible (S2.1).
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { AppError } from '../../../shared/errors.ts';
import { childEnvironment, launchMarker, readVariable, type Environment } from './environment.ts';
import { findCommand, type CommandLookup } from './find-command.ts';
import { createProcessGroup } from './process-group.ts';
import {
  commandNotFound,
  folderMissing,
  interpreterMissing,
  notExecutable,
  spawnRefused,
} from './problems.ts';
import type { ExitStatus, ProcessHost, ProcessTable, SpawnedChild, Spawner } from './ports.ts';
import type { LaunchSpec } from './types.ts';

export interface SpawnerParts {
  readonly host: ProcessHost;
  readonly table: ProcessTable;
  /** Our own environment, of which children get the harmless part. */
  readonly env: Environment;
  readonly searchPath: () => Promise<string>;
  /** How a file is judged when a command is looked up; for tests. */
  readonly probe?: CommandLookup['probe'];
}

export function createSpawner(parts: SpawnerParts): Spawner {
  const { host, table } = parts;
  return {
    spawn: async (spec, onLaunch) => {
      const launchId = randomUUID();
      const path = await parts.searchPath();
      const own = { ...spec.env, [launchMarker]: launchId };
      const env = childEnvironment({ platform: host.platform, inherited: parts.env, own, path });
      await checkFolder(spec);
      await checkCommand(parts, spec, env);
      onLaunch?.(launchId);
      const { child, pid, streams, exited } = await startProcess(host, spec, env);
      const startTime = table.startTime(pid).catch(() => null);
      const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;
      const group = createProcessGroup(host, table, { pid, startTime, launchId, isRunning });
      return { pid, launchId, startTime, ...streams, group, exited };
    },
  };
}

interface StartedProcess {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly streams: Pick<SpawnedChild, 'stdin' | 'stdout' | 'stderr'>;
  readonly exited: Promise<ExitStatus>;
}

function startProcess(host: ProcessHost, spec: LaunchSpec, env: Environment): Promise<StartedProcess> {
  return new Promise((resolve, reject) => {
    const refuse = (cause: unknown): void => reject(explainRefusal(spec, cause));
    let child;
    try {
      child = host.spawn(spec.command, spec.args, {
        env,
        // A group of its own, so that all its descendants can be ended with it. On Windows it would open a window.
        detached: host.platform !== 'win32',
        windowsHide: true,
        ...(spec.cwd === undefined ? {} : { cwd: spec.cwd }),
      });
    } catch (error) {
      refuse(error);
      return;
    }
    const { pid, stdin, stdout, stderr } = child;
    // Until it runs, this is the failure to start it; later ones (a signal that cannot be sent) have other witnesses.
    child.on('error', refuse);
    if (pid === undefined || stdin === null || stdout === null || stderr === null) return;
    const exited = new Promise<ExitStatus>((settle) => {
      const ended = (code: number | null, signal: NodeJS.Signals | null): void => settle({ code, signal });
      child.once('exit', ended);
      // cross-spawn swallows 'exit' on Windows where cmd.exe did not find the command.
      child.once('close', ended);
    });
    child.once('spawn', () => resolve({ child, pid, streams: { stdin, stdout, stderr }, exited }));
  });
}

/** The checks before the start leave little: a race with someone who deletes files, a bad first line, exhaustion. */
function explainRefusal(spec: LaunchSpec, cause: unknown): AppError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOENT') return interpreterMissing(spec, spec.command);
  if (code === 'EACCES') return notExecutable(spec, spec.command);
  return spawnRefused(spec, cause);
}

/** A missing folder and a missing command are the same ENOENT to the operating system, but not to people. */
async function checkFolder(spec: LaunchSpec): Promise<void> {
  if (spec.cwd === undefined) return;
  const found = await stat(spec.cwd).catch((error: unknown) => error);
  if (found instanceof Error) {
    const isDenied = 'code' in found && found.code === 'EACCES';
    throw folderMissing(spec, isDenied ? 'may not be entered' : 'does not exist');
  }
  if (!(await stat(spec.cwd)).isDirectory()) throw folderMissing(spec, 'is not a folder');
}

async function checkCommand(parts: SpawnerParts, spec: LaunchSpec, env: Environment): Promise<void> {
  const { platform } = parts.host;
  const place = await findCommand(spec.command, {
    platform,
    path: readVariable(env, 'PATH', platform) ?? '',
    pathExtensions: readVariable(env, 'PATHEXT', platform),
    cwd: spec.cwd ?? process.cwd(),
    ...(parts.probe === undefined ? {} : { probe: parts.probe }),
  });
  if (place.status === 'missing') throw commandNotFound(spec, place.searched);
  if (place.status === 'not-executable') throw notExecutable(spec, place.file ?? spec.command);
}
