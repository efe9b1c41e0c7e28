// The very end of this process. A usual exit waits for work of the system that nobody can cancel: a file on a disk that
// hangs, a name that nobody resolves. This one does not; what else there is to do has been done before.

/** What is taken from Node's process. */
export interface LeavingProcess {
  readonly pid: number;
  /** Not on Windows, and only from Node 22.15 on. */
  readonly execve?:
    ((file: string, args: readonly string[], env: Readonly<Record<string, string>>) => never) | undefined;
  getActiveResourcesInfo(): readonly string[];
  emit(event: 'exit', status: number): unknown;
  kill(pid: number, signal: 'SIGKILL'): unknown;
}

/** By which Node's thread pool works for files and names; it is joined by `exit`. */
const uncancellable = /^(FSReq|FileHandle|GetAddrInfo|GetNameInfo)/;

/** Work that ends by itself has ended after so many milliseconds; what has not may hang. */
const graceMs = 500;
const lookEveryMs = 10;

/**
 * Ends the process with `status` by `exit`, once the system's work is done; without it where `exit` would not return for
 * who knows how long. `later`: setTimeout.
 */
export function leaveProcess(
  process: LeavingProcess,
  status: number,
  exit: (status: number) => void,
  later: (callback: () => void, ms: number) => unknown = setTimeout,
  waitedMs = 0,
): void {
  if (!process.getActiveResourcesInfo().some((name) => uncancellable.test(name))) {
    exit(status);
    return;
  }
  if (waitedMs < graceMs) {
    later(() => leaveProcess(process, status, exit, later, waitedMs + lookEveryMs), lookEveryMs);
    return;
  }
  // Listeners do the last things, as with any exit.
  process.emit('exit', status);
  try {
    // Another program in this process takes all threads away, and is the only way to an exit status of one's own.
    process.execve?.('/bin/sh', ['sh', '-c', `exit ${status}`], {});
  } catch {
    // No shell there.
  }
  process.kill(process.pid, 'SIGKILL');
}
