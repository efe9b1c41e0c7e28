// Finds out what stands behind a registered URL, by opening each thing that it may be for a moment. Keeps nothing.
import { AppError, type ErrorView } from '../../../../shared/errors.ts';
import type { HttpServerConfig } from '../../config/types.ts';
import type { Timeouts } from '../../relay/types.ts';
import type { RegistrationEndpoint, RegistrationRecord } from '../../store/registration-records.ts';
import { registeredCaKey } from '../../upstream/http/connections.ts';
import { isNobodyThere } from '../../upstream/http/unreachable.ts';
import type { Upstream, UpstreamHooks } from '../../upstream/types.ts';
import { candidatesOf, transportOf } from './candidates.ts';

/** A connection to a registered server; `timeouts` where they are others than the configuration's. */
export type OpenRegistered = (
  config: HttpServerConfig,
  hooks: UpstreamHooks,
  timeouts?: Timeouts,
) => Upstream;

/** Whoever does not answer a first request for so long is not what it was taken for. */
const patience: Timeouts = { requestMs: 4000, toolMs: 4000 };

const nobody: UpstreamHooks = {
  onChange: () => undefined,
  onReady: () => undefined,
  onListChanged: () => undefined,
  onCrashed: () => undefined,
};

/** Rejects with AppError, saying why nothing that is known answers there. */
export async function identify(
  record: RegistrationRecord,
  open: OpenRegistered,
): Promise<RegistrationEndpoint> {
  for (const candidate of candidatesOf(record.url)) {
    try {
      await check(record.key, candidate, open);
      return candidate;
    } catch (error) {
      // Nor would anybody be at the other addresses.
      if (isNobodyThere(error)) throw error;
    }
  }
  throw new AppError('SERVER_FAILED', `Neither MCP nor JSON-RPC commands were found at ${record.url}.`, {
    expected: 'Looked for at the URL, /mcp, /sse, /api/jsonrpc and /cmd.',
    details: { server: record.key },
  });
}

/** Resolves when what is said to be there answers. Rejects with AppError. */
export async function check(
  key: string,
  endpoint: RegistrationEndpoint,
  open: OpenRegistered,
): Promise<void> {
  const upstream = open(registeredConfig(key, endpoint, null), nobody, patience);
  try {
    await upstream.start();
  } finally {
    await (upstream.close === undefined ? upstream.stop() : upstream.close());
  }
}

/** How a registered server is called: like a configured one, without rules and secrets. */
export function registeredConfig(
  key: string,
  { kind, url }: RegistrationEndpoint,
  fault: ErrorView | null,
): HttpServerConfig {
  return {
    name: key,
    enabled: true,
    tools: {},
    toolTimeoutSeconds: patience.toolMs / 1000,
    fault,
    secrets: [],
    kind: transportOf(kind),
    url,
    headers: {},
    caFile: null,
    trustKey: registeredCaKey,
  };
}
