// Answers that say nothing but that the gateway was lost while it had the request, and which requests may be made again.
import { isRecord } from '../../shared/is-record.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { parseAt, scanMessage } from '../core/relay/wire/message.ts';
import { gatewayName } from './gateway-transport.ts';

/** Methods that change nothing, or the same however often they are done. */
const harmless = new Set([
  'initialize',
  'ping',
  'server/discover',
  'tools/list',
  'resources/list',
  'resources/templates/list',
  'resources/read',
  'resources/subscribe',
  'resources/unsubscribe',
  'prompts/list',
  'prompts/get',
  'completion/complete',
  'logging/setLevel',
  'subscriptions/listen',
]);

const ofLostGateway: readonly string[] = [
  'SERVER_FAILED',
  'UPSTREAM_ERROR',
  'GATEWAY_STOPPING',
  'CALL_INTERRUPTED',
] satisfies readonly ErrorCode[];

/** Whether a request of this method may be done twice. */
export function isHarmless(method: string): boolean {
  return harmless.has(method);
}

/** Whether an answer is such an error. One of a server behind the gateway names that server. */
export function isLostAnswer(answer: Buffer): boolean {
  const { kind, bytes, body } = scanMessage(answer);
  const error = kind === 'error' ? parseAt(bytes, body) : null;
  const data = isRecord(error) ? error['data'] : null;
  if (!isRecord(data) || !ofLostGateway.includes(String(data['code']))) return false;
  return data['httpStatus'] === undefined && (data['server'] ?? gatewayName) === gatewayName;
}
