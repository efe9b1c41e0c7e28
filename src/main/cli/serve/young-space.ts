// How much memory V8 may use for objects that have just been made. It decides nothing for whoever chose that for Node.
import { setFlagsFromString } from 'node:v8';

export interface NodeWords {
  /** Node's own words on the command line. */
  readonly execArgv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * From now on the space for young objects stays as large as it is. By itself V8 doubles it, up to 128 MB, whenever much
 * of what is in it is still in use, and gives nothing back while the process rests: with many sessions, or calls in flight,
 * most of a gateway's memory would be that.
 */
export function keepYoungSpace({ execArgv, env }: NodeWords): void {
  const words = [...execArgv, env['NODE_OPTIONS'] ?? ''].join(' ');
  if (!/semi[-_]space/.test(words)) setFlagsFromString('--semi-space-growth-factor=1');
}
