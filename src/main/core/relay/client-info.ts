// What a client says of itself in `initialize` (MCP basic/lifecycle).
import { isRecord } from '../../../shared/is-record.ts';
import type { ClientInfo } from './types.ts';
import { parseAt, type Message } from './wire/message.ts';

/** What a client says of itself; whatever is missing or odd becomes harmless. */
export function readClient(message: Message): ClientInfo {
  const params = parseAt(message.bytes, message.body);
  const record = isRecord(params) ? params : {};
  const info = isRecord(record['clientInfo']) ? record['clientInfo'] : {};
  return {
    protocolVersion: typeof record['protocolVersion'] === 'string' ? record['protocolVersion'] : '',
    capabilities: isRecord(record['capabilities']) ? record['capabilities'] : {},
    clientInfo: {
      name: typeof info['name'] === 'string' ? info['name'] : 'unknown',
      version: typeof info['version'] === 'string' ? info['version'] : '',
    },
  };
}
