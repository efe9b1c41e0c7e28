// What a `subscriptions/listen` asks for, what a server can give of it, and which notifications fit
// (MCP basic/patterns/subscriptions).
import { isRecord } from '../../../../shared/is-record.ts';
import type { Bounds } from '../../bounds/bounds.ts';
import { MessageError, parseAt, pickMembers, rpcCode, textAt, type Message } from '../wire/message.ts';
import { subscriptionIdKey } from './decorate.ts';

export interface SubscriptionFilter {
  readonly toolsListChanged: boolean;
  readonly promptsListChanged: boolean;
  readonly resourcesListChanged: boolean;
  /** URIs, each once. */
  readonly resourceSubscriptions: readonly string[];
}

/** The filter of a request. Throws MessageError -32602 when it is none, AppError LIMIT_REACHED for too many resources. */
export function readFilter({ bytes, body }: Message, bounds: Bounds): SubscriptionFilter {
  const wanted = parseAt(bytes, pickMembers(bytes, body, ['notifications']).notifications);
  if (!isRecord(wanted)) throw invalid('subscriptions/listen needs "notifications": what to listen for.');
  const uris = wanted['resourceSubscriptions'] ?? [];
  if (!Array.isArray(uris) || !uris.every((uri) => typeof uri === 'string'))
    throw invalid('"resourceSubscriptions" must be a list of URIs.');
  const most = bounds.get('subscriptionsPerSession');
  if (uris.length > most) {
    const many = `"resourceSubscriptions" may name ${most} URIs.`;
    throw bounds.refusal('subscriptionsPerSession', many, { instead: 'Listen to fewer' });
  }
  return {
    toolsListChanged: wanted['toolsListChanged'] === true,
    promptsListChanged: wanted['promptsListChanged'] === true,
    resourcesListChanged: wanted['resourcesListChanged'] === true,
    resourceSubscriptions: [...new Set(uris)],
  };
}

/** What a server with these (legacy) capabilities can give of it. */
export function offered(
  { toolsListChanged, promptsListChanged, resourcesListChanged, resourceSubscriptions }: SubscriptionFilter,
  capabilities: Readonly<Record<string, unknown>>,
): SubscriptionFilter {
  const has = (name: string, part: string): boolean => {
    const capability = capabilities[name];
    return isRecord(capability) && capability[part] === true;
  };
  return {
    toolsListChanged: toolsListChanged && has('tools', 'listChanged'),
    promptsListChanged: promptsListChanged && has('prompts', 'listChanged'),
    resourcesListChanged: resourcesListChanged && has('resources', 'listChanged'),
    resourceSubscriptions: has('resources', 'subscribe') ? resourceSubscriptions : [],
  };
}

/** Whether a notification is one of those that the filter lets through. */
export function fits(filter: SubscriptionFilter, { bytes, body, method }: Message): boolean {
  switch (method) {
    case 'notifications/tools/list_changed':
      return filter.toolsListChanged;
    case 'notifications/prompts/list_changed':
      return filter.promptsListChanged;
    case 'notifications/resources/list_changed':
      return filter.resourcesListChanged;
    case 'notifications/resources/updated': {
      const uri = textAt(bytes, pickMembers(bytes, body, ['uri']).uri) ?? '';
      // The server may name a part of what is watched.
      return filter.resourceSubscriptions.some((watched) => uri.startsWith(watched));
    }
    default:
      return false;
  }
}

/** The first message of a subscription. `id`: of its request, as written; `extra`: what else was agreed to. */
export function acknowledgement(
  id: string,
  filter: SubscriptionFilter,
  extra: Readonly<Record<string, unknown>> = {},
): Buffer {
  const agreed = {
    ...extra,
    ...(filter.toolsListChanged ? { toolsListChanged: true } : {}),
    ...(filter.promptsListChanged ? { promptsListChanged: true } : {}),
    ...(filter.resourcesListChanged ? { resourcesListChanged: true } : {}),
    ...(filter.resourceSubscriptions.length > 0
      ? { resourceSubscriptions: filter.resourceSubscriptions }
      : {}),
  };
  return Buffer.from(
    `{"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged","params":{"_meta":{"${subscriptionIdKey}":${id}},"notifications":${JSON.stringify(agreed)}}}`,
  );
}

/** The last message of a subscription that the server ends in good order. */
export function subscriptionEnd(id: string): Buffer {
  return Buffer.from(
    `{"jsonrpc":"2.0","id":${id},"result":{"resultType":"complete","_meta":{"${subscriptionIdKey}":${id}}}}`,
  );
}

function invalid(message: string): MessageError {
  return new MessageError(rpcCode.invalidParams, message);
}
