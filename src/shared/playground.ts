// The playground's words: a client worked by hand. What a page may send through it, and what it hears. Plain JSON values.

/** What a page may ask a server for; `initialize` answers with what the server says of itself. */
export const playgroundMethods = [
  'initialize',
  'tools/list',
  'tools/call',
  'resources/list',
  'resources/templates/list',
  'resources/read',
  'resources/subscribe',
  'resources/unsubscribe',
  'prompts/list',
  'prompts/get',
  'completion/complete',
  'logging/setLevel',
] as const;

export type PlaygroundMethod = (typeof playgroundMethods)[number];

/** There is something to read in this session; its newest entry has this number. */
export interface PlaygroundNews {
  readonly session: string;
  readonly seq: number;
}

export interface PlaygroundSession {
  readonly session: string;
  /** A session that is not heard of for so long ends. */
  readonly leaseMs: number;
}

/** A JSON-RPC error, as the server or the gateway gave it. */
export interface PlaygroundError {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

/** How a request ended. */
export type PlaygroundOutcome =
  | { readonly kind: 'result'; readonly result: unknown }
  | { readonly kind: 'error'; readonly error: PlaygroundError }
  | { readonly kind: 'cancelled' };

/** One thing that came from a server, in the order in which it came. */
export type PlaygroundHappening =
  | {
      readonly kind: 'progress';
      readonly request: number;
      readonly progress: number;
      readonly total: number | null;
      readonly message: string | null;
    }
  | {
      readonly kind: 'ended';
      readonly request: number;
      readonly outcome: PlaygroundOutcome;
      readonly durationMs: number;
    }
  | {
      /** The server wants something of the person: `elicitation/create`, `sampling/createMessage`, `roots/list`. */
      readonly kind: 'question';
      readonly question: number;
      readonly server: string;
      /** The request that it arose from, where that is known. */
      readonly request: number | null;
      readonly method: string;
      readonly params: unknown;
    }
  | { readonly kind: 'withdrawn'; readonly question: number; readonly reason: string }
  | {
      /** Log messages, changed lists, updated resources, and whatever else there is. */
      readonly kind: 'notification';
      readonly server: string;
      readonly request: number | null;
      readonly method: string;
      readonly params: unknown;
    }
  /** So many notifications were left out here, as they came faster than they were read. */
  | { readonly kind: 'lost'; readonly count: number };

/** Numbers of a session grow by one. `time`: epoch milliseconds. */
export type PlaygroundEntry = PlaygroundHappening & { readonly seq: number; readonly time: number };
