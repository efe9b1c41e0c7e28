// The registry behind routes on a Fastify as the gateway has it. Knows no test runner, so that children can use it.
import type { Bounds } from '../../src/main/core/bounds/bounds.ts';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Clock, Logger } from '../../src/main/core/ports.ts';
import { registerRegistryRoutes } from '../../src/main/core/registry/http/routes.ts';
import { createRegistry, type Registry } from '../../src/main/core/registry/registry.ts';
import type { Probe, RegistrySettings } from '../../src/main/core/registry/types.ts';
import type { FileCalls } from '../../src/main/core/store/file-calls.ts';
import { openStore, type Store } from '../../src/main/core/store/store.ts';

/** As the default configuration has them. */
export const defaultSettings: RegistrySettings = {
  isEnabled: true,
  approval: 'auto',
  heartbeatMs: 30_000,
  leaseMs: 90_000,
  forgetMs: 24 * 3_600_000,
};

export interface RegistryParts {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly settings: RegistrySettings;
  readonly bounds?: Bounds | undefined;
  readonly files?: FileCalls | undefined;
  /** Default: nobody is there. */
  readonly probe?: Probe | undefined;
}

/** A store and the registry on it; the caller closes both, the registry first. */
export async function createRegistryOnStore(
  parts: RegistryParts,
): Promise<{ readonly registry: Registry; readonly store: Store }> {
  const { dataDir, clock, logger, settings, bounds, files, probe } = parts;
  const { platform } = process;
  const store = await openStore({
    dataDir,
    clock,
    logger,
    platform,
    ...(files === undefined ? {} : { files }),
  });
  const registry = createRegistry({
    store,
    clock,
    logger,
    settings: () => settings,
    ...(bounds === undefined ? {} : { bounds }),
    probe: probe ?? (() => Promise.reject(new Error('Nobody is there.'))),
    onChange: () => undefined,
  });
  return { registry, store };
}

export interface AppParts {
  readonly registry: Registry;
  readonly logger: Logger;
  readonly requiresToken?: boolean | undefined;
}

/** With a route of its own for everything under `/mcp/`, as the gateway has one. Does not listen yet. */
export function registryApp({ registry, logger, requiresToken = false }: AppParts): FastifyInstance {
  const app = Fastify({
    exposeHeadRoutes: false,
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 128 },
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );
  app.post('/mcp/:server', (_request, reply) => reply.code(418).send({}));
  registerRegistryRoutes(app, {
    registry,
    logger,
    gateway: () => ({ name: 'patchbay', version: '1.2.3', protocolVersion: '2025-11-25', requiresToken }),
    isAllowedOrigin: (origin) => origin === 'http://allowed.example',
  });
  return app;
}
