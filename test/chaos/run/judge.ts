// Which calls ended as no call may: with a wrong answer, without an end, with an error that names no cause or one for which
// there was no cause, or executed more often than they were sent.
import { readFile } from 'node:fs/promises';
import type { ErrorCode } from '../../../src/shared/errors.ts';
import { ledgerFile } from '../servers/echo.ts';
import type { Book, CallRecord } from './book.ts';

/** A server that was killed again and again is started again ever later; calls meanwhile fail by the same cause. */
const longestEffectMs = 45_000;
/** After the gateway is back, clients and servers find back to it. */
const gatewayEffectMs = 15_000;

const ofServers = new Set<ErrorCode>(['SERVER_EXITED', 'SERVER_FAILED', 'SERVER_TIMEOUT', 'UPSTREAM_ERROR']);
const ofRegistration = new Set<ErrorCode>(['SERVER_UNKNOWN', 'TOOL_UNKNOWN']);

/** What was wrong with a call; null: nothing. */
export function faultOf(book: Book, call: CallRecord): string | null {
  switch (call.outcome) {
    case 'right':
      return null;
    case 'named':
      return faultOfError(book, call);
    case 'lost':
    case 'patience':
      return book.wasCut(call.client, call) || book.wasHit('gateway', call, 2000)
        ? null
        : 'lost its connection, which nobody had cut';
    case 'wrong':
      return 'got a wrong answer';
    case 'hang':
    case null:
      return 'never ended';
    case 'other':
      return 'got an error that names no cause';
  }
}

function faultOfError(book: Book, { code, ...call }: CallRecord): string | null {
  const known = code as ErrorCode;
  const record = { code, ...call };
  const wasGatewayHit = (beforeMs: number): boolean => book.wasHit('gateway', record, beforeMs);
  if (ofServers.has(known)) {
    if (!call.message.includes(`"${call.server}`)) return 'got an error that does not name the server';
    const isExplained = book.wasHit(call.server, record, longestEffectMs) || wasGatewayHit(gatewayEffectMs);
    return isExplained ? null : 'got an error of a server to which nothing was done';
  }
  if (ofRegistration.has(known)) {
    const isExplained =
      call.server === 'commands' &&
      (book.wasHit('commands', record, longestEffectMs) || wasGatewayHit(gatewayEffectMs));
    return isExplained ? null : `was told that ${call.server} is not there`;
  }
  if (known === 'GATEWAY_STOPPING') return wasGatewayHit(2000) ? null : 'was told that the gateway stops';
  // Waited for with Last-Event-ID, or sent while the gateway came back.
  if (known === 'CALL_INTERRUPTED')
    return wasGatewayHit(gatewayEffectMs) ? null : 'was told of a start that was none';
  if (known === 'SESSION_UNKNOWN') {
    const lastRight = book.calls.findLast(
      (each) => each.client === call.client && each.outcome === 'right' && each.to < call.from,
    );
    const since = lastRight === undefined ? Number.POSITIVE_INFINITY : call.from - lastRight.from;
    return wasGatewayHit(since) || book.wasCut(call.client, record) ? null : 'lost its session';
  }
  return `was answered with ${code}`;
}

/** What the servers have in their ledgers, against what the clients have sent and got. */
export async function faultsOfLedgers(
  book: Book,
  folder: string,
  servers: readonly string[],
): Promise<readonly string[]> {
  const faults: string[] = [];
  const done = new Map<string, number>();
  for (const server of servers) {
    const text = await readFile(ledgerFile(folder, server), 'utf8').catch(() => '');
    for (const token of text.split('\n')) {
      if (token === '') continue;
      done.set(token, (done.get(token) ?? 0) + 1);
      if (!book.sent.has(token)) faults.push(`${server} executed ${token}, which nobody had sent.`);
    }
  }
  for (const [token, times] of done) {
    const sent = book.sent.get(token) ?? 0;
    if (times > sent && sent > 0) faults.push(`${token} was sent ${sent} times and executed ${times} times.`);
  }
  for (const { token, outcome } of book.calls) {
    if (outcome === 'right' && !done.has(token)) faults.push(`${token} was answered, and never executed.`);
  }
  return faults;
}
