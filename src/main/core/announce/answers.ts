// What a proxy's answers mean. "Already registered" is success, in whatever form it is said (S0.2). Pure.
import { isRecord } from '../../../shared/is-record.ts';
import { parsedJson } from '../../../shared/parsed-json.ts';
import type { ProxyAnswer } from './types.ts';

export interface Accepted {
  readonly kind: 'accepted';
  /** As the proxy gave it; null where it gave none. */
  readonly key: string | null;
  /** The proxy had us on its list before it was asked. */
  readonly wasKnown: boolean;
  /** It waits for a person who lets us in. */
  readonly isPending: boolean;
  /** How often it wants to hear of us; null where it does not say. */
  readonly heartbeatMs: number | null;
}

export interface Refused {
  readonly kind: 'refused';
  readonly status: number;
  /** What the proxy said, on one line, shortened. */
  readonly reason: string;
}

/** It does not know us (any more), or knows no heartbeats. */
export interface Unknown {
  readonly kind: 'unknown';
}

type Fields = Readonly<Record<string, unknown>>;

const longestKey = 256;
const longestReason = 300;
const shortestHeartbeatMs = 1000;
/** NOT FOUND, METHOD NOT ALLOWED, GONE, NOT IMPLEMENTED. */
const notThere = new Set([404, 405, 410, 501]);

/** An answer to `register`. */
export function readRegistration(answer: ProxyAnswer): Accepted | Refused {
  const body = bodyOf(answer.text);
  const said = errorText(body) ?? (body === null ? answer.text : '');
  if (isAlreadyRegistered(said) || body?.['already_registered'] === true)
    return accepted(body, keyIn(body, said), true);
  const isSuccess = isOk(answer) && body !== null && (body['success'] === true || keyIn(body, '') !== null);
  return isSuccess && body['success'] !== false
    ? accepted(body, keyIn(body, ''), false)
    : refused(answer, said);
}

/** An answer to a heartbeat. */
export function readHeartbeat(answer: ProxyAnswer): Accepted | Refused | Unknown {
  const body = bodyOf(answer.text);
  const said = errorText(body) ?? (body === null ? answer.text : '');
  if (isAlreadyRegistered(said)) return accepted(body, keyIn(body, said), true);
  if (notThere.has(answer.status) || isNotRegistered(body, said)) return { kind: 'unknown' };
  return isOk(answer) && body?.['success'] !== false
    ? accepted(body, keyIn(body, ''), true)
    : refused(answer, said);
}

/** An answer to `unregister`: whether the proxy has taken us off its list; it may not have known us. */
export function readWithdrawal(answer: ProxyAnswer): { readonly wasKnown: boolean } | Refused {
  const body = bodyOf(answer.text);
  if (isOk(answer) && body?.['success'] !== false) return { wasKnown: body?.['unregistered'] !== false };
  if (answer.status === 404) return { wasKnown: false };
  return refused(answer, errorText(body) ?? (body === null ? answer.text : ''));
}

/**
 * The key in an error's text: "… is already registered as code-analysis-server_1" (S0). What ends a sentence or quotes the
 * key is not part of it.
 */
export function keyInText(text: string): string | null {
  const [, found = ''] = /already registered as\s+([^\s,]+)/i.exec(text) ?? [];
  const key = found.replace(/^["'`(]+|["'`).;:!]+$/g, '');
  return key === '' || key.length > longestKey ? null : key;
}

function isAlreadyRegistered(text: string): boolean {
  return /already registered/i.test(text);
}

function isNotRegistered(body: Fields | null, said: string): boolean {
  return (
    body?.['error_code'] === 'NOT_REGISTERED' ||
    (body?.['success'] === false && /\bnot (registered|found|known)\b|\bunknown server\b/i.test(said))
  );
}

function accepted(body: Fields | null, key: string | null, wasKnown: boolean): Accepted {
  const isPending = body?.['status'] === 'pending' || body?.['pending'] === true;
  return { kind: 'accepted', key, wasKnown, isPending, heartbeatMs: heartbeatOf(body) };
}

function refused({ status, text }: ProxyAnswer, said: string): Refused {
  const line = (said === '' ? text : said).replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
  const reason = line.length > longestReason ? `${line.slice(0, longestReason)}…` : line;
  return { kind: 'refused', status, reason };
}

function isOk({ status }: ProxyAnswer): boolean {
  return status >= 200 && status < 300;
}

function bodyOf(text: string): Fields | null {
  const body = parsedJson(text);
  return isRecord(body) ? body : null;
}

/** As text, as an object with a message, or as web frameworks wrap it. */
function errorText(body: Fields | null): string | null {
  if (body === null) return null;
  for (const value of [body['error'], body['detail'], body['message']]) {
    if (typeof value === 'string' && value !== '') return value;
    if (isRecord(value)) {
      const text = errorText(value);
      if (text !== null) return text;
    }
  }
  return null;
}

/** A member that names it, wherever proxies put it, before the text that does. */
function keyIn(body: Fields | null, said: string): string | null {
  const inside = [body?.['error'], body?.['details'], body?.['data'], body?.['detail']].filter(isRecord);
  const deeper = inside.flatMap((part) => [part['details'], part['data']]).filter(isRecord);
  const key = [body, ...inside, ...deeper]
    .map((part) => part?.['server_key'])
    .find((value) => typeof value === 'string' && value !== '' && value.length <= longestKey);
  return typeof key === 'string' ? key : keyInText(said);
}

function heartbeatOf(body: Fields | null): number | null {
  const heartbeat = body?.['heartbeat'];
  const seconds = isRecord(heartbeat) ? heartbeat['interval'] : undefined;
  const ms = typeof seconds === 'number' ? seconds * 1000 : Number.NaN;
  return Number.isFinite(ms) && ms >= shortestHeartbeatMs ? ms : null;
}
