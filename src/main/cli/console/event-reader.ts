// The console's event stream as callbacks, taken up again where it was when the connection breaks or Patchbay restarts.
import { setTimeout as wait } from 'node:timers/promises';
import { createParser } from 'eventsource-parser';
import type { EventSourceMessage } from 'eventsource-parser';
import type { EventName } from '../../../shared/contract.ts';
import { ask } from './http.ts';
import type { ConsoleAddress } from './http.ts';

const reconnectMs = 1000;

export interface EventReaderOptions {
  /** Asked before each connection, since a restart may change it. */
  readonly find: () => Promise<ConsoleAddress>;
  /** 'none', 'all' or one source. */
  readonly logs: string;
  /** Lines after this `seq` come first; undefined: only new lines. */
  readonly after?: number | undefined;
  readonly onEvent: (name: EventName, value: unknown) => void;
  /** The stream broke, or could not be opened; another try follows. Called once for each loss. */
  readonly onLost?: (error: unknown) => void;
}

/** Reads until the signal aborts. Never rejects. */
export async function readEvents(options: EventReaderOptions, signal: AbortSignal): Promise<void> {
  let lastId: string | undefined;
  let isLost = false;

  function onMessage(message: EventSourceMessage): void {
    isLost = false;
    lastId = message.id ?? lastId;
    if (message.event !== 'state' && message.event !== 'logs') return;
    options.onEvent(message.event, JSON.parse(message.data));
  }

  async function readOnce(): Promise<void> {
    const address = await options.find();
    const query = new URLSearchParams({ logs: options.logs });
    if (options.after !== undefined) query.set('after', String(options.after));
    const headers: Record<string, string> = lastId === undefined ? {} : { 'last-event-id': lastId };
    const path = `/api/events?${query.toString()}`;
    const response = await ask(address, { method: 'GET', path, headers, signal });
    const parser = createParser({ onEvent: onMessage });
    for await (const chunk of response) parser.feed(String(chunk));
  }

  while (!signal.aborted) {
    let ending: unknown = null;
    try {
      await readOnce();
    } catch (error) {
      ending = error;
    }
    if (signal.aborted) return;
    if (!isLost) options.onLost?.(ending);
    isLost = true;
    await wait(reconnectMs, undefined, { signal }).catch(() => {});
  }
}
