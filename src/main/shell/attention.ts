// What in the state needs a person, as data: menu, icon and notifications are made from the same list.
import { createHash } from 'node:crypto';
import { hasToolsToDecide, isConcern } from '../../shared/attention.ts';
import type { ErrorView } from '../../shared/errors.ts';
import type { RegistrationView } from '../../shared/registrations.ts';
import type { AppState, ConfigFault, ServerView } from '../../shared/state.ts';

export type Attention =
  | { readonly kind: 'pending'; readonly server: RegistrationView }
  | { readonly kind: 'gateway'; readonly problem: ErrorView }
  | { readonly kind: 'faults'; readonly faults: readonly ConfigFault[] }
  | { readonly kind: 'failed'; readonly server: ServerView }
  | { readonly kind: 'changed-tools'; readonly server: ServerView; readonly tools: readonly string[] }
  | { readonly kind: 'announcement'; readonly proxyUrl: string; readonly problem: string };

/** The most urgent first: who waits for an answer, then what is wrong, from the gateway to the single server. */
export function attentionIn(state: AppState): readonly Attention[] {
  const { gateway, config, servers, registrations, announcement } = state;
  const { problem } = gateway;
  const { state: stage, proxyUrl, problem: reason } = announcement;
  return [
    ...registrations.servers
      .filter((server) => server.state === 'pending')
      .map((server) => ({ kind: 'pending' as const, server })),
    ...(problem === null ? [] : [{ kind: 'gateway' as const, problem }]),
    ...(config.faults.length === 0 ? [] : [{ kind: 'faults' as const, faults: config.faults }]),
    ...servers.filter(hasFailed).map((server) => ({ kind: 'failed' as const, server })),
    ...servers
      .filter(hasToolsToDecide)
      .map((server) => ({ kind: 'changed-tools' as const, server, tools: server.changedTools ?? [] })),
    ...(stage === 'misconfigured'
      ? [{ kind: 'announcement' as const, proxyUrl, problem: reason ?? '' }]
      : []),
  ];
}

/** Whether it stays out of work until a person looks at it. */
export function hasFailed(server: ServerView): boolean {
  return server.status === 'failed' && isConcern(server);
}

/** Names one thing, however its numbers and words change meanwhile. Short, however many tools a server has. */
export function attentionId(attention: Attention): string {
  switch (attention.kind) {
    case 'pending':
      return `pending ${attention.server.key} ${attention.server.url}`;
    case 'gateway':
      return `gateway ${attention.problem.code}`;
    case 'faults':
      return 'faults';
    case 'failed':
      return failedId(attention.server.name);
    case 'changed-tools':
      return `changed-tools ${attention.server.name} ${shortened(attention.tools)}`;
    case 'announcement':
      return `announcement ${attention.proxyUrl}`;
  }
}

function shortened(words: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(words)).digest('base64url');
}

/** The id of a server that does not work. */
export function failedId(server: string): string {
  return `failed ${server}`;
}
