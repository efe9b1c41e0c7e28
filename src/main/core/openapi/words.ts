// The words of servers' views that several families of routes say, as schemas. A word that is missing here does not compile.
import { z } from 'zod';
import type { ServerKind, ServerStatus } from '../../../shared/state.ts';

/** All words of a type, and no others. */
export type Words<Word extends string> = { readonly [Each in Word]: Each };

export const serverStatus = z.enum({
  stopped: 'stopped',
  starting: 'starting',
  ready: 'ready',
  'backing-off': 'backing-off',
  failed: 'failed',
  stopping: 'stopping',
} satisfies Words<ServerStatus>);

export const serverKind = z.enum({
  stdio: 'stdio',
  http: 'http',
  sse: 'sse',
  commands: 'commands',
  'built-in': 'built-in',
} satisfies Words<ServerKind>);

export const count = z.int().min(0);
