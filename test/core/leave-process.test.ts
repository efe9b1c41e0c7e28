// The end of a process that has work under way which nobody can cancel.
import { execFile, execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { leaveProcess, type LeavingProcess } from '../../src/main/core/leave-process.ts';
import { inProject } from '../../scripts/project.ts';
import { tempFolder } from '../support/temp-folder.ts';

/** `active`: what keeps it, the first time that it looks and so on; the last stays. */
function played(active: readonly (readonly string[])[], execve?: LeavingProcess['execve']) {
  const looks = [...active];
  const steps: string[] = [];
  const process: LeavingProcess = {
    pid: 70,
    execve,
    getActiveResourcesInfo: () => (looks.length > 1 ? looks.shift() : looks[0]) ?? [],
    emit: (event, status) => steps.push(`${event} listeners ${status}`),
    kill: (pid, signal) => steps.push(`${signal} to ${pid}`),
  };
  leaveProcess(
    process,
    3,
    (status) => steps.push(`exit ${status}`),
    (callback) => callback(),
  );
  return steps;
}

describe('leaving', () => {
  it('is a usual exit where nothing keeps it', () => {
    expect(played([['Timeout', 'TCPSocketWrap']])).toEqual(['exit 3']);
  });

  it('waits a moment for what ends by itself', () => {
    expect(played([['FSReqPromise'], ['FSReqPromise', 'GetAddrInfoReqWrap'], []])).toEqual(['exit 3']);
  });

  it('does without where a file or a name keeps it, and the system has no other way to a status', () => {
    const steps = ['exit listeners 3', 'SIGKILL to 70'];
    expect(played([['FSReqPromise']])).toEqual(steps);
    expect(
      played([['GetAddrInfoReqWrap']], () => {
        throw new Error('no shell');
      }),
    ).toEqual(steps);
  });

  it('keeps its status and runs its listeners while a file that never opens is opened', async () => {
    const fifo = join(await tempFolder(), 'fifo');
    execFileSync('mkfifo', [fifo]);
    const script = `
      import { open } from 'node:fs/promises';
      import { leaveProcess } from ${JSON.stringify(pathToFileURL(inProject('src/main/core/leave-process.ts')).href)};
      void open(${JSON.stringify(fifo)}, 'r');
      process.on('exit', () => process.stdout.write('listened'));
      setImmediate(() => leaveProcess(process, 3, (status) => process.exit(status)));`;
    const ended = await new Promise((resolve) => {
      execFile(
        process.execPath,
        ['--input-type=module', '-e', script],
        { timeout: 10_000, killSignal: 'SIGKILL' },
        (error, stdout) => resolve({ status: error?.code, signal: error?.signal, stdout }),
      );
    });
    expect(ended).toEqual({ status: 3, signal: null, stdout: 'listened' });
  });
});
