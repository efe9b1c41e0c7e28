// A server as everybody sees it: the ServerView. Its sentence is made in src/shared/words.
import type { ErrorView } from '../../../shared/errors.ts';
import { isRecord } from '../../../shared/is-record.ts';
import type { ServerKind, ServerView } from '../../../shared/state.ts';
import { redactCommandLine, redactText } from '../../../shared/redact.ts';
import { servers as english } from '../../../shared/words/english-servers.ts';
import type { ServerRuntime } from './server-runtime.ts';

/** `gatewayUrl` is null while the gateway does not listen; `now` is epoch milliseconds. */
export function viewServer(runtime: ServerRuntime, gatewayUrl: string | null, now: number): ServerView {
  const { description, catalogue, fault } = runtime;
  const { status, problem, handshake, ...rest } = runtime.status;
  const changed = runtime.pins?.changes() ?? [];
  const clashes = runtime.nameClashes;
  const view: Omit<ServerView, 'summary'> = {
    name: runtime.name,
    source: description.source,
    kind: kindOf(runtime),
    enabled: description.enabled,
    status: fault === null ? status : 'failed',
    ...(runtime.obstacle?.code === 'SERVERS_PAUSED' ? { paused: true as const } : {}),
    problem: withoutSecrets(fault ?? problem, description.config?.secrets ?? []),
    url: gatewayUrl === null ? null : `${gatewayUrl}/mcp/${encodeURIComponent(runtime.name)}`,
    target: targetOf(runtime),
    pids: rest.pids,
    startedAt: rest.startedAt,
    retryAt: rest.retryAt,
    circuit: rest.circuit,
    restarts: rest.restarts,
    inFlight: rest.inFlight,
    lastSeenAt: rest.lastSeenAt,
    silentSince: rest.silentSince,
    sessions: runtime.links.size,
    tools: catalogue?.lists.tools.length ?? null,
    ...(changed.length === 0 ? {} : { changedTools: changed.map(({ tool }) => tool) }),
    ...(clashes.length === 0 ? {} : { nameClashes: clashes }),
    resources: catalogue?.lists.resources.length ?? null,
    prompts: catalogue?.lists.prompts.length ?? null,
    serverInfo: handshake?.serverInfo ?? null,
    protocolVersion: handshake?.protocolVersion ?? null,
    era: handshake?.era ?? null,
  };
  return { ...view, summary: english.summary(view, now) };
}

/** A server may quote in its error what it was given. */
function withoutSecrets(problem: ErrorView | null, secrets: readonly string[]): ErrorView | null {
  return problem === null
    ? null
    : { ...problem, ...(redactedTexts(problem, secrets) as ErrorView), code: problem.code };
}

/** Every text in a plain value, however deep, without secrets. */
function redactedTexts(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return redactText(value, secrets);
  if (Array.isArray(value)) return value.map((one) => redactedTexts(one, secrets));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, redactedTexts(one, secrets)]));
}

function kindOf({ description }: ServerRuntime): ServerKind {
  return description.config?.kind ?? 'built-in';
}

function targetOf({ description }: ServerRuntime): string {
  const { config } = description;
  if (config === null) return 'part of Patchbay';
  const shown = config.kind === 'stdio' ? redactCommandLine(config.command, config.args) : config.url;
  return redactText(shown, config.secrets);
}
