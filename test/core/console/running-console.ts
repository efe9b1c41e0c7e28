// A console on a free port in front of a scripted host, and plain HTTP to it: every header is the test's own.
import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { createParser } from 'eventsource-parser';
import type { EventSourceMessage } from 'eventsource-parser';
import { createConsole } from '../../../src/main/core/console/console.ts';
import type { Console } from '../../../src/main/core/console/console.ts';
import { systemClock } from '../../../src/main/core/ports.ts';
import type { Clock } from '../../../src/main/core/ports.ts';
import { scriptedHost } from '../../support/scripted-host.ts';
import type { ScriptedHost } from '../../support/scripted-host.ts';

export const token = 'the-console-token';
export const bearer = { authorization: `Bearer ${token}` };

export interface RunningConsole {
  readonly console: Console;
  readonly host: ScriptedHost;
  readonly url: string;
  readonly port: number;
  /** What was logged as an error. */
  readonly errors: readonly string[];
}

export async function runConsole(
  parts: {
    host?: ScriptedHost;
    pageDir?: string;
    clock?: Clock;
    port?: number;
    requestsPerMinute?: number;
  } = {},
): Promise<RunningConsole> {
  const host = parts.host ?? scriptedHost();
  const errors: string[] = [];
  const ignore = (): void => {};
  const console = createConsole({
    host,
    port: parts.port ?? 0,
    pageDir: parts.pageDir ?? '/nonexistent/page',
    token,
    clock: parts.clock ?? systemClock(),
    logger: { error: (message) => errors.push(message), warn: ignore, info: ignore, debug: ignore },
    random: randomBytes,
    ...(parts.requestsPerMinute === undefined ? {} : { requestsPerMinute: parts.requestsPerMinute }),
  });
  const url = await console.listen();
  return { console, host, url, port: Number(new URL(url).port), errors };
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  readonly json: unknown;
}

export interface Sent {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
}

/** One request; resolves when the whole answer is there. */
export async function send(port: number, path: string, sent: Sent = {}): Promise<Answer> {
  const response = await open(port, path, sent);
  let text = '';
  for await (const chunk of response) text += String(chunk);
  let json: unknown = null;
  if (response.headers['content-type']?.startsWith('application/json') && text !== '')
    json = JSON.parse(text);
  return { status: response.statusCode ?? 0, headers: response.headers, text, json };
}

/** One request; resolves when the head of the answer is there. */
export async function open(port: number, path: string, sent: Sent = {}): Promise<IncomingMessage> {
  const { method = 'GET', headers = {}, body } = sent;
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      response.setEncoding('utf8');
      resolve(response);
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

/** A call of the contract with the token. */
export async function call(port: number, name: string, input: unknown = {}): Promise<Answer> {
  const headers = { ...bearer, 'content-type': 'application/json' };
  return send(port, `/api/${name}`, { method: 'POST', headers, body: JSON.stringify(input) });
}

/** The events of a stream, one after the other. */
export async function* events(response: IncomingMessage): AsyncGenerator<EventSourceMessage> {
  const parsed: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (event) => parsed.push(event) });
  for await (const chunk of response) {
    parser.feed(String(chunk));
    yield* parsed.splice(0);
  }
}
