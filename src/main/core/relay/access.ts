// Who asks, as far as sessions and servers have to know: whose a session is, and what its owner may see of the servers.
// How somebody shows who they are is told in auth/.

export interface Access {
  /** The same for everything that belongs together; never a token. null where nobody is asked who they are. */
  readonly owner: string | null;
  /** Names of servers that may be used; null: all. */
  readonly servers: ReadonlySet<string> | null;
  /** Of tools only those that say that they change nothing. */
  readonly isReadOnly: boolean;
  /** The same for all that may see the same; '' for those that see everything. */
  readonly view: string;
}

/** Where nobody is asked who they are. */
export const openAccess: Access = { owner: null, servers: null, isReadOnly: false, view: '' };
