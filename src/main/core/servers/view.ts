// A server as everybody sees it: the ServerView, and the one sentence that says how it is.
import type { ErrorView } from '../../../shared/errors.ts';
import type { ServerKind, ServerStatus, ServerView } from '../../../shared/state.ts';
import { redactCommandLine, redactText } from '../../../shared/redact.ts';
import type { ServerRuntime } from './server-runtime.ts';

/** `gatewayUrl` is null while the gateway does not listen; `now` is epoch milliseconds. */
export function viewServer(runtime: ServerRuntime, gatewayUrl: string | null, now: number): ServerView {
  const { description, catalogue, fault } = runtime;
  const { status, problem, handshake, ...rest } = runtime.status;
  const shownStatus: ServerStatus = fault === null ? status : 'failed';
  const shownProblem = withoutSecrets(fault ?? problem, description.config?.secrets ?? []);
  const tools = catalogue?.lists.tools.length ?? null;
  const sessions = runtime.links.size;
  const changed = runtime.pins?.changes() ?? [];
  const clashes = runtime.nameClashes;
  return {
    name: runtime.name,
    source: description.source,
    kind: kindOf(runtime),
    enabled: description.enabled,
    status: shownStatus,
    summary: description.enabled
      ? withChanges(
          changed.length,
          summarize({
            status: shownStatus,
            problem: shownProblem,
            tools,
            sessions,
            restarts: rest.restarts,
            retryAt: rest.retryAt,
            silentSince: rest.silentSince,
            now,
          }),
        )
      : 'disabled',
    problem: shownProblem,
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
    sessions,
    tools,
    ...(changed.length === 0 ? {} : { changedTools: changed.map(({ tool }) => tool) }),
    ...(clashes.length === 0 ? {} : { nameClashes: clashes }),
    resources: catalogue?.lists.resources.length ?? null,
    prompts: catalogue?.lists.prompts.length ?? null,
    serverInfo: handshake?.serverInfo ?? null,
    protocolVersion: handshake?.protocolVersion ?? null,
    era: handshake?.era ?? null,
  };
}

function withChanges(changed: number, summary: string): string {
  return changed === 0 ? summary : `${summary}; ${count(changed, 'tool')} changed since accepted`;
}

/** A server may quote in its error what it was given. */
function withoutSecrets(problem: ErrorView | null, secrets: readonly string[]): ErrorView | null {
  return problem === null ? null : { ...problem, message: redactText(problem.message, secrets) };
}

interface Facts {
  readonly status: ServerStatus;
  readonly problem: ErrorView | null;
  readonly tools: number | null;
  readonly sessions: number;
  readonly restarts: number;
  readonly retryAt: number | null;
  readonly silentSince: number | null;
  readonly now: number;
}

/** "ready, 13 tools, 4 sessions"; "crashed 3 times: …, retrying in 8 s". */
export function summarize(facts: Facts): string {
  const { status, problem, tools, sessions, restarts, retryAt, silentSince, now } = facts;
  const known = tools === null ? [] : [count(tools, 'tool')];
  switch (status) {
    case 'ready':
      return [
        silentSince === null ? 'ready' : silence(silentSince, now),
        ...known,
        ...(sessions === 0 ? [] : [count(sessions, 'session')]),
      ].join(', ');
    case 'stopped':
      return [problem === null ? 'idle' : `idle after a failure: ${problem.message}`, ...known].join(', ');
    case 'starting':
      return 'starting';
    case 'stopping':
      return 'stopping';
    case 'backing-off': {
      const wait = retryAt === null ? 'retrying' : `retrying in ${secondsUntil(retryAt, now)} s`;
      return `crashed ${restarts < 1 ? 'once' : `${restarts + 1} times`}: ${problem?.message ?? 'no reason known'}, ${wait}`;
    }
    case 'failed':
      // Its message says all: it is not there.
      if (problem?.code === 'SERVER_OFFLINE') return problem.message;
      return `failed: ${problem?.message ?? 'no reason known'}${next(retryAt, now)}`;
  }
}

function next(retryAt: number | null, now: number): string {
  return retryAt === null ? '' : ` Tried again in ${secondsUntil(retryAt, now)} s.`;
}

function secondsUntil(at: number, now: number): number {
  return Math.max(0, Math.ceil((at - now) / 1000));
}

function silence(since: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - since) / 1000));
  return `runs, but has not answered for ${seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`}`;
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
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
