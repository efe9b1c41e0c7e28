// Where a run takes place: a folder of its own, a port that stays, and a marker by which its processes are found.
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import type { configSchema } from '../../../src/shared/config-schema.ts';
import { killProcessesWith } from '../../support/processes.ts';

export type ConfigInput = z.input<typeof configSchema>;

export interface Place {
  readonly folder: string;
  readonly dataDir: string;
  /** The gateway's, also after it was started anew. */
  readonly port: number;
  readonly marker: string;
  /** Every process of the run has these variables. */
  readonly env: Readonly<Record<string, string>>;
  writeConfig(config: ConfigInput): Promise<void>;
  /** Ends every process with the marker and deletes the folder. */
  remove(): Promise<void>;
}

export async function makePlace(name: string): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), `patchbay-${name}-`));
  const dataDir = join(folder, 'data');
  const marker = `chaos-${randomUUID()}`;
  await mkdir(dataDir, { mode: 0o700 });
  return {
    folder,
    dataDir,
    port: await freePort(),
    marker,
    env: { CHAOS_MARKER: marker },
    writeConfig: (config) =>
      writeFile(join(dataDir, 'config.json'), JSON.stringify(config, null, 2), { mode: 0o600 }),
    remove: async () => {
      if (hasProc) await killProcessesWith(marker);
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Where /proc tells of processes and descriptors. */
export const hasProc = process.platform === 'linux';

/** A port that nobody listened on a moment ago, below those that the system gives to outgoing connections. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if ((await listenOnce(port)) === port) return port;
  }
}

function listenOnce(port: number): Promise<number | null> {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(null));
    server.listen(port, '127.0.0.1', () => {
      const listening = (server.address() as AddressInfo).port;
      server.close(() => done(listening));
    });
  });
}
