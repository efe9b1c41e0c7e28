// Several JSON-RPC calls in one request, for servers that take them. Used to ask about commands only: tool calls go one by
// one, so that none waits for the slowest (docs/decisions/0021).
import { isRecord } from '../../../../shared/is-record.ts';
import { parsedJson } from '../../../../shared/parsed-json.ts';
import { noSession, type HttpTransport } from '../http/transport.ts';

/** Calls in one request. */
const most = 50;

export interface BatchCall {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** Where a server takes batches; null where it takes none. */
export function batchUrlOf(url: string): string | null {
  return /\/api\/jsonrpc\/?$/.test(new URL(url).pathname) ? `${url.replace(/\/$/, '')}/batch` : null;
}

/**
 * The `result` of each call, undefined where it failed. Null when this server does not answer batches with lists. Rejects
 * with AppError when it cannot be reached.
 */
export async function callTogether(
  transport: HttpTransport,
  calls: readonly BatchCall[],
  signal: AbortSignal,
): Promise<readonly unknown[] | null> {
  const results: unknown[] = [];
  for (let start = 0; start < calls.length; start += most) {
    const part = calls.slice(start, start + most);
    const requests = part.map((call, index) => ({ jsonrpc: '2.0', ...call, id: start + index + 1 }));
    const response = await transport.post(Buffer.from(JSON.stringify(requests)), noSession, signal);
    const answers = readList(await transport.readBody(response));
    if (response.statusCode >= 400 || answers === null) return null;
    const byId = new Map(answers.filter(isRecord).map(({ id, result }) => [id, result] as const));
    results.push(...requests.map(({ id }) => byId.get(id)));
  }
  return results;
}

function readList(body: Buffer): readonly unknown[] | null {
  const value = parsedJson(body.toString('utf8'));
  return Array.isArray(value) ? value : null;
}
