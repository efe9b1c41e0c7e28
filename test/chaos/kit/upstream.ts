// The servers that are no children of the gateway, as processes of their own; and hands on the children, who are found by the
// process id that each server leaves in the folder.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { compileCache } from '../../support/compile-cache.ts';
import { pidFile } from '../servers/echo.ts';
import { hasProc, type Place } from './place.ts';

const serverFile = resolve(import.meta.dirname, '../servers/http-server.ts');

export interface HttpServerOptions {
  readonly place: Place;
  readonly kind: 'http' | 'http-sse' | 'commands';
  readonly name: string;
  readonly port: number;
}

export class HttpServerProcess {
  readonly options: HttpServerOptions;
  private child: ChildProcess | null = null;

  constructor(options: HttpServerOptions) {
    this.options = options;
  }

  /** Resolves when it listens. */
  async start(): Promise<void> {
    const { place, kind, name, port } = this.options;
    const words = ['--kind', kind, '--name', name, '--folder', place.folder, '--port', String(port)];
    const child = spawn(process.execPath, [serverFile, ...words], {
      env: { ...process.env, ...place.env, NODE_COMPILE_CACHE: compileCache },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.child = child;
    const ended = once(child, 'exit').then(() => {
      throw new Error(`${name} ended before it listened.`);
    });
    // Later it is no news.
    ended.catch(() => undefined);
    await Promise.race([once(child.stdout, 'data'), ended]);
  }

  async kill(): Promise<void> {
    const { child } = this;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }
}

/** Signals the gateway's child of this name, if it runs now. */
export async function signalChild(place: Place, name: string, signal: NodeJS.Signals): Promise<boolean> {
  const pid = Number(await readFile(pidFile(place.folder, name), 'utf8').catch(() => '0'));
  if (pid === 0 || !(await isOurs(pid, place.folder))) return false;
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** Another process may have got the number meanwhile. */
async function isOurs(pid: number, folder: string): Promise<boolean> {
  if (!hasProc) return true;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return command.includes(folder);
}
