// A server behind a URL as the configuration has it, for tests of what speaks to one.
import type { HttpServerConfig } from '../../src/main/core/config/types.ts';

export function urlServerConfig(kind: HttpServerConfig['kind'], name: string, url: string): HttpServerConfig {
  return {
    kind,
    name,
    url,
    headers: {},
    caFile: null,
    trustKey: '',
    enabled: true,
    toolTimeoutSeconds: 60,
    tools: {},
    secrets: [],
    fault: null,
  };
}
