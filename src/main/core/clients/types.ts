// The words of connecting: programs that are MCP clients, their files, and what becomes of those.

/** How the bridge is started. */
export interface BridgeStart {
  readonly command: string;
  readonly args: readonly string[];
  /** Besides the token. Default: none. */
  readonly env?: Readonly<Record<string, string>>;
}

/** What the entry in a client's file has to say. */
export interface EntryFacts {
  /** The gateway's, or one server's, endpoint. */
  readonly url: string;
  /** null where the gateway wants none. */
  readonly token: string | null;
  /** How to start the bridge, for clients that start their servers as programs. */
  readonly bridge: BridgeStart;
}

export type FileFormat = 'json' | 'toml';

/**
 * What `${…}` means in its entries: nothing; `${NAME}`; also `$NAME`; or what editors know (`${env:NAME}`,
 * `${input:id}`, `${userHome}`).
 */
export type VariableStyle = 'none' | 'shell' | 'shell-bare' | 'editor';

/** One kind of client, as its makers document it. */
export interface ClientKind {
  /** For the command line, such as `claude-code`. */
  readonly id: string;
  /** For people. */
  readonly name: string;
  readonly format: FileFormat;
  /** Where in the file its servers are, from the outside in. */
  readonly servers: readonly string[];
  readonly variables: VariableStyle;
  /** Our entry there. */
  readonly entry: (facts: EntryFacts) => Readonly<Record<string, unknown>>;
  /** Whether the entry holds an address rather than a program. */
  readonly usesUrl: boolean;
  /** Its file, and folders that are there once it is installed; the first that exists counts. Absolute. */
  readonly places: (surroundings: ClientSurroundings) => readonly ClientPlace[];
}

export interface ClientPlace {
  readonly file: string;
  /** Its being there shows that the client is installed. */
  readonly sign: string;
}

export interface ClientSurroundings {
  readonly platform: NodeJS.Platform;
  readonly homeDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Names in a folder; empty where there is none. */
  readonly list: (folder: string) => readonly string[];
}
