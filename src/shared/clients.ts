// The MCP clients of this machine as page and command line show them: what is installed, what a change to a client's file
// would be, and which of its servers could be brought here. Never a secret.
import type { ConsentView } from './consent.ts';
import type { ErrorView } from './errors.ts';

export type ClientState = 'connected' | 'not connected' | 'not installed' | 'unusable';

export interface ClientView {
  /** For the command line, such as `claude-code`. */
  readonly id: string;
  readonly name: string;
  readonly state: ClientState;
  /** Of its file, there or not yet. */
  readonly path: string;
  /** Why the file cannot be used; null where it can. */
  readonly problem: string | null;
  /** The same with its code, where it has one. */
  readonly fault?: ErrorView;
  /** How many servers of its own are in the file. */
  readonly servers: number;
  /** Whether there is an import from it that can be undone. */
  readonly hasImport: boolean;
}

/**
 * What a client's own command says of our entry: it called Patchbay and was answered (`reached`), or not; it knows the
 * entry, but calls nobody (`seen`); it knows of none. Or why it says nothing: there is no such command for this client, it
 * is not on PATH, it failed, took too long, or said what nobody understands.
 */
export type ClientCheckResult =
  'reached' | 'not reached' | 'seen' | 'not seen' | 'no command' | 'not on PATH' | 'no answer';

export interface ClientCheck {
  readonly client: string;
  /** As a person would type it; null where there is none. */
  readonly command: string | null;
  readonly result: ClientCheckResult;
}

/** A change to a client's file, whole; what looks like a secret is masked. */
export interface FileChange {
  readonly client: string;
  readonly path: string;
  readonly what: 'made' | 'changed' | 'removed';
  /** Of the first changed line, from 1. */
  readonly line: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** A change that waits for a yes: `consent` stands for exactly this one, once, for ten minutes. */
export interface ProposedChange {
  readonly consent: string;
  readonly change: FileChange;
}

/** Something in an entry that can be kept as a secret rather than in config.json. */
export interface ImportValue {
  /** `env.API_KEY`, `headers.Authorization`, `input.token`. */
  readonly id: string;
  readonly kind: 'env' | 'header' | 'input';
  /** Of the variable or header, or what the client asks for. */
  readonly name: string;
  /** What the secret would be called. */
  readonly secret: string;
  /** Whether it looks like one. */
  readonly isSuggested: boolean;
}

/** Why an entry cannot be imported; `key` is the key of the entry that is in the way. */
export type ImportObstacle =
  | { readonly code: 'no-object' | 'both-ways' | 'no-way' | 'headers-program' }
  | { readonly code: 'extension'; readonly client: string }
  | { readonly code: 'wrong-kind'; readonly key: string; readonly wanted: 'list' | 'object' | 'text' }
  | { readonly code: 'nul-character'; readonly key: string }
  | {
      readonly code: 'unknown-variable';
      readonly key: string;
      readonly variable: string;
      readonly client: string;
    }
  | { readonly code: 'not-valid'; readonly key: string };

export interface ImportEntry {
  /** Its name in the client's file. */
  readonly key: string;
  /** Its name here; for a duplicate, that of the server it is the same as. */
  readonly name: string;
  /** `ours` leads to Patchbay itself. */
  readonly status: 'new' | 'duplicate' | 'ours' | 'unusable';
  /** Why it cannot be imported. */
  readonly problem: string | null;
  /** The same, as data. */
  readonly obstacle?: ImportObstacle;
  /** Keys of the entry that do not come along; `notes` says so too. */
  readonly leftOut?: readonly string[];
  /** What does not come along, or means something else here. */
  readonly notes: readonly string[];
  /** The whole command; null for what cannot be imported. */
  readonly view: ConsentView | null;
  readonly values: readonly ImportValue[];
}

/** What there is to import from one client. */
export interface ImportOffer {
  readonly client: string;
  readonly name: string;
  readonly path: string;
  /** Why the file itself cannot be changed, so that only importing is possible; null where it can. */
  readonly fileProblem: string | null;
  /** The same with its code. */
  readonly fileFault?: ErrorView;
  readonly entries: readonly ImportEntry[];
}

/** An import, complete, waiting for a yes. */
export interface ImportPlan {
  readonly consent: string;
  readonly servers: readonly {
    readonly key: string;
    readonly view: ConsentView;
    /** Names of the secrets that its values become. */
    readonly secrets: readonly string[];
  }[];
  /** To the client's own file; null where that stays as it is. */
  readonly change: FileChange | null;
}

export interface ImportOutcome {
  readonly client: string;
  readonly added: readonly string[];
  /** Secrets that the servers need and that nobody has given a value. */
  readonly missing: readonly string[];
  readonly isSwitched: boolean;
}

export interface ImportUndone {
  readonly client: string;
  readonly removed: readonly string[];
  /** Servers that were changed since, and stay. */
  readonly kept: readonly string[];
  /** Whether the client's file is what it was. */
  readonly isRestored: boolean;
}

/** How any other client reaches Patchbay. */
export interface ConnectionFacts {
  readonly url: string;
  /** For clients that start their servers as programs. */
  readonly bridge: {
    readonly command: string;
    readonly args: readonly string[];
    readonly env: Readonly<Record<string, string>>;
  };
}

/** What to paste into a client's configuration by hand. Holds a token: to be shown to nobody but its person. */
export interface ClientSnippet {
  readonly client: string;
  /** For people. */
  readonly name: string;
  /** The file that it belongs into. */
  readonly path: string;
  readonly text: string;
}
