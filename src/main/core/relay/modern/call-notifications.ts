// What a legacy server says while a request is under way, as a modern client may hear it: on the stream of a request only
// what relates to it (MCP basic/transports), log messages only where they were asked for (server/utilities/logging).
import { logLevels } from '../shared-state.ts';
import { splice } from '../wire/edit.ts';
import { pickMembers, progressTokenSpan, textAt, type Message } from '../wire/message.ts';

/** Kinds that belong to a subscription, and one that the modern era does not have. */
const elsewhere = /^notifications\/(?:\w+\/list_changed|resources\/updated|elicitation\/complete|cancelled)$/;

/** `logLevel`: what the client asked for, null if nothing. */
export function isForRequest({ bytes, body, method }: Message, logLevel: string | null): boolean {
  if (method !== 'notifications/message') return !elsewhere.test(method);
  if (logLevel === null) return false;
  const level = textAt(bytes, pickMembers(bytes, body, ['level']).level) ?? 'info';
  return logLevels.indexOf(level) >= logLevels.indexOf(logLevel);
}

/** The notification with the progress token of this request; null where the request has none, so wants no progress. */
export function withTokenOf(request: Message, { bytes, body, method }: Message): Buffer | null {
  if (method !== 'notifications/progress') return bytes;
  const { progressToken: span } = pickMembers(bytes, body, ['progressToken']);
  const token = progressTokenSpan(request);
  if (span === undefined || token === undefined) return null;
  return splice(bytes, [{ span, text: request.bytes.subarray(token.start, token.end) }]);
}
