// Plain HTTP to the console, without any limit of time: a tool call may last for hours.
// Knows addresses and tokens only as they are handed in.
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { AppError, errorTable, fromErrorView } from '../../../shared/errors.ts';
import type { ErrorView } from '../../../shared/errors.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { parsedJson } from '../../../shared/parsed-json.ts';

/** Where the console is, and the secret it wants. */
export interface ConsoleAddress {
  readonly url: string;
  readonly token: string;
}

export interface ConsoleRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

/** Resolves with the head of a good answer. Rejects with AppError as the console told it, or a connection's error. */
export async function ask(address: ConsoleAddress, asked: ConsoleRequest): Promise<IncomingMessage> {
  const response = await open(address, asked);
  response.setEncoding('utf8');
  if (response.statusCode === 200) return response;
  throw refusal(await textOf(response), response.statusCode ?? 0, address.url);
}

/** Posts JSON; resolves with the answer's `value`. */
export async function post(address: ConsoleAddress, path: string, input: unknown): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const response = await ask(address, { method: 'POST', path, headers, body: JSON.stringify(input) });
  const answer = parsedJson(await textOf(response));
  if (isRecord(answer) && 'value' in answer) return answer['value'];
  throw strange(address.url, 200);
}

/** Whether an error says that nobody answers at the address, or that the answer broke off. */
export function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH'].includes(String(error.code));
}

function open({ url, token }: ConsoleAddress, asked: ConsoleRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      `${url}${asked.path}`,
      {
        method: asked.method,
        headers: { ...asked.headers, authorization: `Bearer ${token}` },
        agent: false,
        ...(asked.signal === undefined ? {} : { signal: asked.signal }),
      },
      resolve,
    );
    outgoing.once('error', reject);
    outgoing.end(asked.body);
  });
}

async function textOf(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return text;
}

function refusal(text: string, status: number, url: string): AppError {
  const answer = parsedJson(text);
  const error = isRecord(answer) ? answer['error'] : undefined;
  return isErrorView(error) ? fromErrorView(error) : strange(url, status);
}

function isErrorView(value: unknown): value is ErrorView & Record<string, unknown> {
  if (!isRecord(value) || typeof value['message'] !== 'string') return false;
  return typeof value['code'] === 'string' && Object.hasOwn(errorTable, value['code']);
}

function strange(url: string, status: number): AppError {
  return new AppError('UPSTREAM_ERROR', `${url} does not answer like a Patchbay console (HTTP ${status}).`, {
    expected: 'Another program may have the port; "patchbay doctor" tells.',
  });
}
