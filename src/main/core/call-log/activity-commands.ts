// The commands of the contract about recorded calls: looking, calling again.
import type { Commands } from '../../../shared/contract.ts';
import { AppError } from '../../../shared/errors.ts';
import { isRecord } from '../../../shared/is-record.ts';
import type { Redactor } from '../../../shared/redact.ts';
import type { activityCalls } from '../../../shared/calls-activity.ts';
import { openAccess } from '../relay/access.ts';
import type { ClientInfo } from '../relay/types.ts';
import { GatewayCaller, silentPeer } from '../servers/ask.ts';
import type { ServerHub } from '../servers/hub.ts';
import type { CallLog } from './call-log.ts';
import { CallViews } from './call-view.ts';
import { recordedLink } from './recorded-exchange.ts';
import { isRepeatable } from './repeatable.ts';

export interface ActivityCommandsOptions {
  readonly log: CallLog;
  readonly hub: Pick<ServerHub, 'seenBy'>;
  /** As which Patchbay calls. */
  readonly client: ClientInfo;
  readonly redact: Redactor;
}

export function activityCommands(
  options: ActivityCommandsOptions,
): Pick<Commands, keyof typeof activityCalls> {
  const { log, redact } = options;
  const views = new CallViews(log, redact);
  // Commands answer by promises, also where they refuse at once.
  const promised = <Value>(value: () => Value): Promise<Value> => Promise.resolve().then(value);
  return {
    readCalls: (query) => promised(() => views.page(query)),
    readCall: ({ id }) => promised(() => views.detail(id)),
    repeatCall: async ({ id }) => ({ id: await repeat(id, views, options) }),
    clearCalls: () => promised(() => ({ cleared: log.clear() })),
  };
}

/** Resolves with the id of the new call, once it is under way. Rejects with AppError. */
async function repeat(
  id: number,
  views: CallViews,
  { log, hub, client }: ActivityCommandsOptions,
): Promise<number> {
  const call = views.find(id);
  const { method, target, requestBytes } = call;
  const request = views.requestOf(call);
  if (!isRepeatable(method))
    throw new AppError('BAD_REQUEST', `${method} belongs to its session, and cannot be called again.`);
  if (request.length < requestBytes)
    throw new AppError('BAD_REQUEST', 'Only the beginning of this request was kept.', {
      expected: 'Raise logging.maxCallMessageBytes, so that later ones can be called again.',
    });
  const params = paramsOf(request, method);
  const peer = silentPeer('activity', client);
  const servers = hub.seenBy(openAccess);
  const link = target === null ? servers.connectAll(peer) : servers.connect(target, peer);
  let begun: number | null = null;
  const recorded = recordedLink(link, { log, peer, target, onBegun: (newId) => (begun = newId) });
  try {
    const caller = new GatewayCaller(recorded);
    await caller.open(client);
    const answered = caller.ask(method, params);
    // How it ends stands in the record.
    void answered.catch(() => undefined).finally(() => link.close());
  } catch (error) {
    link.close();
    throw error;
  }
  if (begun !== null) return begun;
  throw new AppError('CALL_UNKNOWN', 'The call was sent, but calls are not recorded any more.');
}

/** As they were, without what belonged to the first call alone. */
function paramsOf(request: Buffer, method: string): unknown {
  const message: unknown = JSON.parse(request.toString());
  const params = isRecord(message) ? message['params'] : undefined;
  if (!isRecord(params)) return params;
  const { _meta: _own, ...rest } = params;
  return method === 'tools/call' ? { ...rest, _meta: { progressToken: 1 } } : rest;
}
