// The conformance server as a child process over HTTP, and as an entry of `mcpServers` over stdio.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ServerEntryInput } from '../../src/shared/server-entry-schema.ts';

export type ServedEra = 'legacy' | 'modern' | 'both';

const root = new URL('../../', import.meta.url);
const program = fileURLToPath(new URL('test/fixtures/conformance-server/main.ts', root));
/** Stripping types takes most of a start; the second one finds it done. */
const env = { NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/node-compile', root)) };

export interface ConformanceServer {
  readonly url: string;
  /** Safe to call twice. */
  stop(): Promise<void>;
}

/** Starts it on a free port; resolves once it listens. */
export async function startConformanceServer(era: ServedEra): Promise<ConformanceServer> {
  const child = spawn(process.execPath, [program, '--era', era], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  const lines = createInterface({ input: child.stdout });
  const [url] = (await Promise.race([once(lines, 'line'), closed])) as unknown[];
  if (typeof url !== 'string' || !url.startsWith('http:')) {
    throw new Error(`The conformance server ended with ${String(child.exitCode)} before it listened.`);
  }
  return {
    url,
    stop: async () => {
      child.kill();
      await closed;
    },
  };
}

/** The same server on stdio. */
export function stdioConformanceServer(era: ServedEra): ServerEntryInput {
  return { command: process.execPath, args: [program, '--transport', 'stdio', '--era', era], env };
}
