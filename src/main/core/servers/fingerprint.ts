// What makes a server the same server: if any of this changes, what was learnt of it no longer counts.
import { createHash } from 'node:crypto';
import type { ServerConfig } from '../config/types.ts';

/** A hash of the command or URL with all that goes into it. Reveals no secret. */
export function fingerprint(config: ServerConfig): string {
  const identity =
    config.kind === 'stdio'
      ? [config.kind, config.command, config.args, config.cwd ?? null, Object.entries(config.env).toSorted()]
      : [config.kind, config.url, Object.entries(config.headers).toSorted()];
  return createHash('sha256').update(JSON.stringify(identity)).digest('hex');
}
