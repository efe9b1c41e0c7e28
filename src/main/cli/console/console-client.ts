// The contract over the console's HTTP, from the caller's side.
import { callNames } from '../../../shared/contract.ts';
import type { CallName, EventName, Events, PatchbayClient } from '../../../shared/contract.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { readEvents } from './event-reader.ts';
import { isConnectionError, post } from './http.ts';
import type { ConsoleAddress } from './http.ts';
import { unreachable } from './not-running.ts';

export interface ConsoleClientOptions {
  /** Where the console is; rejects with NOT_RUNNING where there is none. Asked again after a lost connection. */
  readonly find: () => Promise<ConsoleAddress>;
  /** An event stream was lost; it is taken up again by itself. */
  readonly onLost?: (error: unknown) => void;
}

/** A client of the running Patchbay. Opens a connection per call, and one per `on` until that is ended. */
export function createConsoleClient(options: ConsoleClientOptions): PatchbayClient {
  async function call(name: CallName, input: unknown): Promise<unknown> {
    return postTo(await options.find(), `/api/${name}`, input);
  }

  function on<Name extends EventName>(event: Name, listener: (value: Events[Name]) => void): () => void {
    const ending = new AbortController();
    const { find, onLost } = options;
    const reading = {
      find,
      logs: event === 'logs' ? 'all' : 'none',
      onEvent: (name: EventName, value: unknown) => {
        if (name === event) listener(value as Events[Name]);
      },
      ...(onLost === undefined ? {} : { onLost }),
    };
    void readEvents(reading, ending.signal);
    return () => ending.abort();
  }

  const methods = Object.fromEntries(callNames.map((name) => [name, (input: unknown) => call(name, input)]));
  // One method per call name, each passing its input on: the mapped type, which the compiler cannot follow here.
  return { ...methods, on } as unknown as PatchbayClient;
}

/** A fresh one-time link to the console's page. */
export async function fetchLoginLink(address: ConsoleAddress): Promise<string> {
  const value = await postTo(address, '/api/login-link', {});
  return isRecord(value) ? String(value['url']) : address.url;
}

async function postTo(address: ConsoleAddress, path: string, input: unknown): Promise<unknown> {
  try {
    return await post(address, path, input);
  } catch (error) {
    throw isConnectionError(error) ? unreachable(address.url, error) : error;
  }
}
