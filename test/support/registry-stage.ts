// A registry with its routes on a real port and a data folder of its own; ends with the test.
import { onTestFinished } from 'vitest';
import { systemClock, type Clock } from '../../src/main/core/ports.ts';
import type { Registry } from '../../src/main/core/registry/registry.ts';
import type { Probe, RegistrySettings } from '../../src/main/core/registry/types.ts';
import type { FileCalls } from '../../src/main/core/store/file-calls.ts';
import type { Store } from '../../src/main/core/store/store.ts';
import { recordingLogger, type RecordingLogger } from './recorders.ts';
import { createRegistryOnStore, defaultSettings, registryApp } from './registry-app.ts';
import { tempFolder } from './temp-folder.ts';

export interface StageOptions {
  readonly dataDir?: string;
  readonly clock?: Clock;
  readonly files?: FileCalls | undefined;
  readonly settings?: Partial<RegistrySettings>;
  /** Default: nobody is there. */
  readonly probe?: Probe;
  readonly requiresToken?: boolean;
}

export interface RegistryStage {
  readonly registry: Registry;
  readonly store: Store;
  readonly logger: RecordingLogger;
  readonly dataDir: string;
  /** May be changed. */
  readonly settings: { -readonly [Key in keyof RegistrySettings]: RegistrySettings[Key] };
  close(): Promise<void>;
}

/** Safe to close before the test is over, to open another on the same folder. */
export async function openRegistry(options: StageOptions = {}): Promise<RegistryStage> {
  const { dataDir = await tempFolder(), clock = systemClock(), files, probe } = options;
  const logger = recordingLogger();
  const settings = { ...defaultSettings, ...options.settings };
  const { registry, store } = await createRegistryOnStore({ dataDir, clock, logger, settings, files, probe });
  let closing: Promise<void> | null = null;
  const close = (): Promise<void> => {
    closing ??= registry.close().then(() => store.close());
    return closing;
  };
  onTestFinished(close);
  return { registry, store, logger, dataDir, settings, close };
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

export interface RegistryFace extends RegistryStage {
  readonly url: string;
  get(path: string, headers?: Record<string, string>): Promise<Answer>;
  /** `body`: a text is sent as it is, everything else as JSON. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
}

/** The registry behind real sockets. */
export async function serveRegistry(options: StageOptions = {}): Promise<RegistryFace> {
  const stage = await openRegistry(options);
  const { registry, logger } = stage;
  const { requiresToken } = options;
  const app = registryApp({ registry, logger, requiresToken });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => app.close());
  const ask = async (path: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(`${url}${path}`, init);
    const body = (await response.json()) as Record<string, unknown>;
    return { status: response.status, headers: response.headers, body };
  };
  return {
    ...stage,
    url,
    close: async () => {
      await app.close();
      await stage.close();
    },
    get: (path, headers = {}) => ask(path, { headers }),
    post: (path, body, headers = {}) =>
      ask(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
  };
}
