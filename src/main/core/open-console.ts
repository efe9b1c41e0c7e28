// The browser console beside the gateway, where it is wanted.
import { randomBytes } from 'node:crypto';
import type { Closers } from './closers.ts';
import { createConsole, type Console } from './console/console.ts';
import type { Ground } from './ground.ts';
import type { ContractHost, CoreOptions } from './types.ts';

export interface OpenConsole {
  readonly console: Console;
  readonly url: string;
}

/** null where none is wanted. Rejects with AppError when its port cannot be had. */
export async function openConsole(
  { console: wanted }: Pick<CoreOptions, 'console'>,
  { clock, logger, audit, folder }: Pick<Ground, 'clock' | 'logger' | 'audit' | 'folder'>,
  host: ContractHost,
  closers: Closers,
): Promise<OpenConsole | null> {
  if (wanted === undefined || wanted === null) return null;
  const token = folder.consoleToken;
  const console = createConsole({ ...wanted, host, token, clock, logger, audit, random: randomBytes });
  closers.addBeside('The console', () => console.close());
  return { console, url: await console.listen() };
}
