// A whole core for one test: real servers, a real port, a data folder of its own, ended with the test.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import { expectNoCanary } from './canary.ts';
import { createCore } from '../../src/main/core/core.ts';
import type { Core, CoreOptions } from '../../src/main/core/types.ts';
import type { configSchema } from '../../src/shared/config-schema.ts';

export type ConfigInput = z.input<typeof configSchema>;

export interface StartOptions {
  /** Default: no console. */
  readonly console?: CoreOptions['console'];
  /** Default: this user's. */
  readonly homeDir?: string;
  /** What the shell knows of the start at login. Default: there is no shell. */
  readonly loginItem?: CoreOptions['loginItem'];
  /** Besides the variables of the test run. */
  readonly env?: Readonly<Record<string, string>>;
  /** Default: one of its own, which goes with it. This one stays, for another run. */
  readonly dataDir?: string;
}

export interface RunningPatchbay {
  /** Of the gateway, without a slash at its end. */
  readonly url: string;
  readonly core: Core;
  readonly dataDir: string;
  /** `/mcp`, or with a name `/mcp/<server>`. */
  endpoint(server?: string): URL;
  /** Rewrites config.json; it is picked up as a person's edit would be. */
  configure(config: ConfigInput): Promise<void>;
  /** Safe to call twice; a data folder of its own goes with it. */
  stop(): Promise<void>;
}

/** Starts a core that ends with the test. Call from within a test. */
export async function startPatchbay(
  config: ConfigInput,
  options: StartOptions = {},
): Promise<RunningPatchbay> {
  const patchbay = await openPatchbay(config, options);
  onTestFinished(() => patchbay.stop());
  return patchbay;
}

/** One core for all tests of a `describe` or file. Call from there, and the answer within tests. */
export function sharedPatchbay(config: () => ConfigInput | Promise<ConfigInput>): () => RunningPatchbay {
  let patchbay: RunningPatchbay | null = null;
  beforeAll(async () => {
    patchbay = await openPatchbay(await config(), {});
  });
  afterAll(async () => patchbay?.stop());
  return () => {
    if (patchbay === null) throw new Error('The core runs only while tests do.');
    return patchbay;
  };
}

/** Starts a core that the caller stops. */
export async function openPatchbay(config: ConfigInput, options: StartOptions): Promise<RunningPatchbay> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'patchbay-core-')));
  const configure = (next: ConfigInput): Promise<void> =>
    writeFile(join(dataDir, 'config.json'), JSON.stringify(onFreePort(next), null, 2));
  await configure(config);
  const core = createCore({
    dataDir,
    console: options.console ?? null,
    env: { ...process.env, ...options.env },
    version: '0.0.0-test',
    ...(options.homeDir === undefined ? {} : { homeDir: options.homeDir }),
    loginItem: options.loginItem ?? null,
  });
  const stop = async (): Promise<void> => {
    await core.stop();
    await expectNoCanary(dataDir);
    if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await core.start();
  } catch (error) {
    await stop();
    throw error;
  }
  const { url } = core.state.get().gateway;
  if (url === null) throw new Error('The gateway does not listen.');
  return {
    url,
    core,
    dataDir,
    endpoint: (server) => new URL(server === undefined ? '/mcp' : `/mcp/${server}`, url),
    configure,
    stop,
  };
}

/** Without tokens, but for tests that are about them: those say `auth` themselves. */
function onFreePort(config: ConfigInput): ConfigInput {
  // Tests ask faster than people.
  return {
    auth: { mode: 'none' },
    ...config,
    gateway: { port: 0, rateLimitPerMinute: 1_000_000_000, ...config.gateway },
  };
}
