// What waits for a person, as data: the worst first. What it is called and which button mends it is painted elsewhere.
import { hasToolsToDecide } from '../../shared/attention.ts';
import { ownTokenName } from '../../shared/names.ts';
import type { RegistrationView } from '../../shared/registrations.ts';
import type { AppState, ConfigFault, GatewayTls, ServerView } from '../../shared/state.ts';
import type { ErrorView } from '../../shared/errors.ts';
import type { TokenView } from '../../shared/tokens.ts';
import { needsAttention } from './server-rules.ts';

export type AttentionItem =
  | { readonly kind: 'gateway-stopped' }
  | { readonly kind: 'paused' }
  | { readonly kind: 'gateway'; readonly problem: ErrorView }
  | { readonly kind: 'config'; readonly path: string; readonly faults: readonly ConfigFault[] }
  | { readonly kind: 'server'; readonly server: ServerView }
  | { readonly kind: 'silent'; readonly server: ServerView; readonly since: number }
  | { readonly kind: 'registration'; readonly registration: RegistrationView }
  | { readonly kind: 'tools'; readonly server: ServerView; readonly tools: readonly string[] }
  | {
      readonly kind: 'announcement';
      readonly proxyUrl: string;
      readonly problem: string;
      readonly fault: ErrorView | undefined;
    }
  | { readonly kind: 'certificate'; readonly tls: GatewayTls }
  | { readonly kind: 'token'; readonly token: TokenView };

const dayMs = 86_400_000;
/** A token or certificate that ends so soon is told beforehand. */
const tokenNoticeMs = 7 * dayMs;
const certificateNoticeMs = 14 * dayMs;
/** A token that ended is missed by somebody only where it was used this shortly before. */
const tokenMissedMs = 14 * dayMs;

/** `tokens`: null while they are not known. `now` in epoch milliseconds. */
export function attentionOf(
  state: AppState,
  tokens: readonly TokenView[] | null,
  now: number,
): readonly AttentionItem[] {
  const { gateway, config, servers, registrations, announcement, pausedAt } = state;
  const items: AttentionItem[] = [];
  if (gateway.status === 'stopped') items.push({ kind: 'gateway-stopped' });
  if (pausedAt !== null) items.push({ kind: 'paused' });
  if (gateway.problem !== null) items.push({ kind: 'gateway', problem: gateway.problem });
  if (config.faults.length > 0) items.push({ kind: 'config', path: config.path, faults: config.faults });
  const troubled = servers.filter(needsAttention);
  for (const server of troubled) if (server.status === 'failed') items.push({ kind: 'server', server });
  for (const server of troubled) if (server.status !== 'failed') items.push({ kind: 'server', server });
  for (const server of servers)
    if (server.silentSince !== null) items.push({ kind: 'silent', server, since: server.silentSince });
  for (const registration of registrations.servers)
    if (registration.state === 'pending') items.push({ kind: 'registration', registration });
  for (const server of servers.filter(hasToolsToDecide))
    items.push({ kind: 'tools', server, tools: server.changedTools ?? [] });
  if (announcement.problem !== null)
    items.push({
      kind: 'announcement',
      proxyUrl: announcement.proxyUrl,
      problem: announcement.problem,
      fault: announcement.fault,
    });
  if (gateway.tls !== null && gateway.tls.expiresAt - now < certificateNoticeMs)
    items.push({ kind: 'certificate', tls: gateway.tls });
  for (const token of tokens ?? []) if (isMissed(token, now)) items.push({ kind: 'token', token });
  return items;
}

/** What stays the same while an item is the same. */
export function attentionKey(item: AttentionItem): string {
  switch (item.kind) {
    case 'server':
    case 'silent':
    case 'tools':
      return `${item.kind} ${item.server.name}`;
    case 'registration':
      return `${item.kind} ${item.registration.key}`;
    case 'token':
      return `${item.kind} ${item.token.id}`;
    case 'gateway-stopped':
    case 'paused':
    case 'gateway':
    case 'config':
    case 'announcement':
    case 'certificate':
      return item.kind;
  }
}

/** Whether somebody uses the token and is cut off, or will be soon. Patchbay renews its own by itself. */
function isMissed({ name, status, expiresAt, lastUsedAt }: TokenView, now: number): boolean {
  if (name === ownTokenName || lastUsedAt === null) return false;
  if (status === 'active') return expiresAt - now < tokenNoticeMs;
  return expiresAt - lastUsedAt < tokenMissedMs && now - expiresAt < tokenMissedMs;
}
