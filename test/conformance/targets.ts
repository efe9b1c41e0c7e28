// What the official suite is run against: our conformance server behind Patchbay, on every route and over every transport.
import type { ConfigInput } from '../support/patchbay.ts';
import {
  startConformanceServer,
  stdioConformanceServer,
  type ServedEra,
} from '../support/conformance-server.ts';

export interface Target {
  /** As in the table. */
  readonly name: string;
  readonly transport: 'http' | 'stdio';
  readonly era: ServedEra;
  readonly route: '/mcp/:server' | '/mcp';
}

/** Ordered as in the table. */
export const targets: readonly Target[] = [
  { name: '/mcp/:server, HTTP, either era', transport: 'http', era: 'both', route: '/mcp/:server' },
  { name: '/mcp/:server, stdio, either era', transport: 'stdio', era: 'both', route: '/mcp/:server' },
  { name: '/mcp/:server, HTTP, legacy only', transport: 'http', era: 'legacy', route: '/mcp/:server' },
  { name: '/mcp/:server, stdio, legacy only', transport: 'stdio', era: 'legacy', route: '/mcp/:server' },
  { name: '/mcp/:server, HTTP, modern only', transport: 'http', era: 'modern', route: '/mcp/:server' },
  { name: '/mcp/:server, stdio, modern only', transport: 'stdio', era: 'modern', route: '/mcp/:server' },
  { name: '/mcp, HTTP, either era', transport: 'http', era: 'both', route: '/mcp' },
  { name: '/mcp, stdio, either era', transport: 'stdio', era: 'both', route: '/mcp' },
];

export interface Prepared {
  readonly config: ConfigInput;
  stop(): Promise<void>;
}

/** The upstream of a target, and Patchbay's configuration for it under the name `conf`. */
export async function prepare({ transport, era, route }: Target): Promise<Prepared> {
  const aggregate = route === '/mcp' ? { aggregate: { prefix: 'on-conflict' as const } } : {};
  if (transport === 'stdio')
    return {
      config: { ...aggregate, mcpServers: { conf: stdioConformanceServer(era) } },
      stop: () => Promise.resolve(),
    };
  const server = await startConformanceServer(era);
  return { config: { ...aggregate, mcpServers: { conf: { url: server.url } } }, stop: () => server.stop() };
}
