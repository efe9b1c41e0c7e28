// One client's fetch: connections of its own, which end with it; tells what is sent, and remembers how it was refused.
import { Agent, fetch as undiciFetch, type RequestInit as UndiciInit } from 'undici';

export interface OwnFetch {
  readonly fetch: (url: string | URL, init?: RequestInit) => Promise<Response>;
  /** The error with what the last refusal said, where a client hides that. */
  explain(error: unknown): unknown;
  /** Cuts what is still open. */
  close(): Promise<void>;
}

export function createOwnFetch(onSent: (body: string) => void): OwnFetch {
  const dispatcher = new Agent({ headersTimeout: 0, bodyTimeout: 0 });
  let refusal = '';
  return {
    fetch: async (url, init) => {
      if (typeof init?.body === 'string') onSent(init.body);
      // The same things under two names: Node's own types, and those of the package that it is made of.
      const answer = (await undiciFetch(url, { ...(init as UndiciInit), dispatcher })) as unknown as Response;
      if (!answer.ok) refusal = await answer.clone().text();
      return answer;
    },
    explain: (error) =>
      error instanceof Error && error.message.includes('Non-200 status code')
        ? new Error(`${error.message}: ${refusal}`, { cause: error })
        : error,
    close: () => dispatcher.destroy(),
  };
}
