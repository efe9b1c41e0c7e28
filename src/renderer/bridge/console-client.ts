// The contract over the console's HTTP: calls as POST, events as one Server-Sent Events stream that is opened
// again whenever it breaks. A 401 ends the trying: only a fresh link helps.
import type { CallInput, CallName, CallOutput } from '../../shared/contract.ts';
import { AppError, fromErrorView } from '../../shared/errors.ts';
import type { ErrorView } from '../../shared/errors.ts';
import type { Messages } from '../messages/messages.ts';
import { createValue } from '../state/observable.ts';
import type { Bridge, ConnectionStatus } from './bridge.ts';
import { createClient, createClientEvents } from './client.ts';
import { keepEventStream } from './event-stream.ts';

export interface ConsoleOptions {
  /** Origin of the console, such as `http://127.0.0.1:3005`. */
  readonly baseUrl: string;
  readonly messages: Messages;
}

/** Speaks to the console that served this page; the session cookie goes along by itself. */
export function connectToConsole({ baseUrl, messages }: ConsoleOptions): Bridge {
  const connection = createValue<ConnectionStatus>('connecting');
  const events = createClientEvents();
  const stream = keepEventStream({
    url: `${baseUrl}/api/events`,
    onEvent: (name, data) => {
      if (name === 'state') {
        events.emitState(JSON.parse(data));
        connection.set('live');
      } else if (name === 'logs') {
        events.emitLogs(JSON.parse(data));
      } else if (name === 'playground') {
        events.emitPlayground(JSON.parse(data));
      }
    },
    onBroken: (reason) => connection.set(reason),
  });

  const call = async <Name extends CallName>(
    name: Name,
    input: CallInput<Name>,
  ): Promise<CallOutput<Name>> => {
    const response = await post(`${baseUrl}/api/${name}`, input, messages);
    if (response.status === 401) {
      stream.stop();
      connection.set('expired');
    }
    return (await readAnswer(response, messages)) as CallOutput<Name>;
  };

  return {
    client: createClient(call, events.on),
    connection,
    retry: stream.retry,
    close: stream.stop,
  };
}

async function post(url: string, body: unknown, messages: Messages): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      // Said by a page that goes.
      keepalive: url.endsWith('/closePlayground'),
    });
  } catch (cause) {
    const { unreachable, unreachableAdvice } = messages.callErrors;
    throw new AppError('NOT_RUNNING', unreachable, { expected: unreachableAdvice, cause });
  }
}

async function readAnswer(response: Response, messages: Messages): Promise<unknown> {
  const words = messages.callErrors;
  if (response.status === 401) {
    throw new AppError('UNAUTHORIZED', words.unauthorized, { expected: words.unauthorizedAdvice });
  }
  const answer = await readJson(response);
  if (response.ok && answer !== null && 'value' in answer) return answer.value;
  if (answer?.error !== undefined) throw fromErrorView(answer.error);
  throw new AppError('INTERNAL', words.unreadable(response.status), { expected: words.unreadableAdvice });
}

async function readJson(response: Response): Promise<{ value?: unknown; error?: ErrorView } | null> {
  try {
    const body: unknown = await response.json();
    return typeof body === 'object' ? body : null;
  } catch {
    return null;
  }
}
