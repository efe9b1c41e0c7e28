// One server at length, asked for when somebody looks at it, and an entry while somebody writes it. Plain JSON values only.
import type { ConsentView } from './consent.ts';
import type { Accepted, FaultReason } from './fault-reasons.ts';
import type { ToolRules } from './server-entry-schema.ts';

/** What a person made of a tool: `held` waits to be accepted, `denied` and `not-allowed` are the configuration's. */
export type ToolOffer = 'offered' | 'denied' | 'not-allowed' | 'held';

export interface ToolDetail {
  /** As the server calls it. */
  readonly name: string;
  /** As clients of this server see it. */
  readonly shownName: string;
  readonly title: string | null;
  readonly description: string | null;
  readonly inputSchema: unknown;
  /** null: it says nothing of its answers. */
  readonly outputSchema: unknown;
  /** What it says of itself (MCP 2025-11-25, server/tools, annotations). */
  readonly hints: readonly ToolHint[];
  readonly offer: ToolOffer;
}

export type ToolHint = 'reads-only' | 'destroys' | 'repeats-well' | 'open-world';

export interface ResourceDetail {
  /** Or a template of URIs. */
  readonly uri: string;
  readonly isTemplate: boolean;
  readonly name: string | null;
  readonly title: string | null;
  readonly description: string | null;
  readonly mimeType: string | null;
}

export interface PromptDetail {
  readonly name: string;
  readonly title: string | null;
  readonly description: string | null;
  readonly arguments: readonly PromptArgument[];
}

export interface PromptArgument {
  readonly name: string;
  readonly description: string | null;
  readonly isRequired: boolean;
}

/** A client that is connected to the server. */
export interface ServerSession {
  readonly client: string;
  readonly version: string;
  /** On `/mcp`, with all servers. */
  readonly isOnAll: boolean;
  /** Epoch milliseconds. */
  readonly lastActivityAt: number | null;
  readonly inFlight: number;
}

/** How calls of clients went since Patchbay started, by method and of all together. */
export interface CallNumbers {
  /** null: all together. */
  readonly method: string | null;
  readonly calls: number;
  readonly errors: number;
  readonly cancelled: number;
  /** Milliseconds; null while nothing was answered. Half, and 95 of 100, took no longer. */
  readonly medianMs: number | null;
  readonly p95Ms: number | null;
}

export interface ServerDetail {
  readonly name: string;
  /** null: nobody has asked the server yet. */
  readonly tools: readonly ToolDetail[] | null;
  readonly resources: readonly ResourceDetail[] | null;
  readonly prompts: readonly PromptDetail[] | null;
  readonly instructions: string | null;
  /** When it was asked; epoch milliseconds. */
  readonly learnedAt: number | null;
  readonly sessions: readonly ServerSession[];
  readonly numbers: readonly CallNumbers[];
  /** As config.json has them; null: its tools cannot be ruled there. */
  readonly rules: ToolRules | null;
}

export interface EntryFault {
  /** Of the entry: `args[1]`, `env.TOKEN`; '' for the whole, `name` for its name. */
  readonly key: string;
  readonly message: string;
  readonly expected: string;
  readonly reason?: FaultReason;
  readonly accepted?: Accepted;
}

/** Whether the program of a command is there. It is looked for, never run. */
export interface CommandCheck {
  readonly status: 'executable' | 'not-executable' | 'missing';
  /** Where it is. */
  readonly file: string | null;
  /** Folders of PATH that were looked at; 0: the command is a path. */
  readonly searched: number;
  /** The folder that it is to run in is not there. */
  readonly missingFolder: string | null;
}

/** Whether somebody answers behind a URL. Nothing of the entry is sent there but the URL. */
export interface UrlCheck {
  /** `unchecked`: it has variables, or nobody asked for a look. */
  readonly status: 'answers' | 'wants-token' | 'not-found' | 'refused' | 'unreachable' | 'unchecked';
  readonly httpStatus: number | null;
  /** Why not, in a few words. */
  readonly reason: string | null;
}

export interface EntryCheck {
  readonly faults: readonly EntryFault[];
  readonly command: CommandCheck | null;
  readonly url: UrlCheck | null;
  /** What would run, as a person will be asked about it; null while the entry says too little. */
  readonly preview: ConsentView | null;
}

/** An entry as the file has it. Secrets are masked; where a mask comes back, what is in the file stays. */
export interface WrittenServer {
  readonly name: string;
  readonly entry: Readonly<Record<string, unknown>>;
}

export interface RemovedServer {
  readonly removed: string;
  /** Puts it back, by `restoreServer`; good for ten minutes. */
  readonly undo: string;
}
