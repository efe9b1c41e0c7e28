// Calls of MCP clients as window, console and command line see them. Plain JSON values; secrets are masked before.

/**
 * How a call stands. `failed`: answered with a JSON-RPC error; `tool-failed`: a tool's result with `isError`;
 * `cancelled`: ended before there was an answer.
 */
export type CallOutcome = 'running' | 'answered' | 'failed' | 'tool-failed' | 'cancelled';

/** How a call came in: MCP over HTTP (either era), the older HTTP+SSE, or Patchbay's own window, console or command line. */
export type CallDoor = 'http' | 'sse' | 'own';

export interface CallView {
  /** Counts up from 1 with each call of a run, in the order of their beginnings. */
  readonly id: number;
  /** Grows with each change of any call: what is greater than the last one seen is news. */
  readonly revision: number;
  /** When the request had come, in epoch milliseconds. */
  readonly at: number;
  /** What the client calls itself. */
  readonly client: string;
  readonly clientVersion: string;
  readonly door: CallDoor;
  /** The one server that the client asked, by its route; null: all of them. */
  readonly target: string | null;
  /** Where it went; null: the gateway answered it itself, or has not decided yet. */
  readonly server: string | null;
  readonly protocolVersion: string;
  readonly method: string;
  /** The tool or prompt by its name, or the resource by its URI; null: the method has none, or it is not known any more. */
  readonly subject: string | null;
  readonly outcome: CallOutcome;
  /** What went wrong, shortened; null: nothing, or it is not known. */
  readonly problem: string | null;
  /** From the request to its answer; null while it runs. */
  readonly ms: number | null;
  readonly requestBytes: number;
  /** Without what came before it. */
  readonly answerBytes: number;
  /** Progress, log messages and questions that came before the answer. */
  readonly notifications: number;
}

/** One message as text. */
export interface CallMessage {
  readonly text: string;
  /** The size of all of it. */
  readonly bytes: number;
  /** Only its beginning was kept. */
  readonly isCut: boolean;
}

export interface CallDetail extends CallView {
  readonly request: CallMessage;
  /** null: there is none, or not yet. */
  readonly answer: CallMessage | null;
  /** Those that were kept, in order. */
  readonly messages: readonly (CallMessage & {
    /** Since the request, in milliseconds. */
    readonly afterMs: number;
  })[];
  /** Why it cannot be called again; null: it can. */
  readonly fixed: 'method' | 'cut' | null;
}

export interface CallsPage {
  /** By `revision`, oldest first. */
  readonly calls: readonly CallView[];
  /** The newest there is. */
  readonly revision: number;
  /** There are older ones within what was asked for. */
  readonly hasOlder: boolean;
  /** Calls are recorded. */
  readonly isOn: boolean;
  /** As many are kept at most. */
  readonly capacity: number;
  /** Another number once the calls were forgotten, and in each run. */
  readonly generation: number;
}
