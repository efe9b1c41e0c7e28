// The gateway's own session on one server, to ask for its lists: opened when needed, and kept open for as long as its owner
// wants to hear through it that they changed.
import type { ClientInfo, Link, Peer } from '../relay/types.ts';
import { GatewayCaller, silentPeer } from './ask.ts';

export interface OwnSessionOptions {
  readonly name: string;
  readonly client: ClientInfo;
  readonly connect: (peer: Peer) => Link;
}

export class OwnSession {
  private readonly options: OwnSessionOptions;
  private link: Link | null = null;
  private caller: GatewayCaller | null = null;

  constructor(options: OwnSessionOptions) {
    this.options = options;
  }

  get isOpen(): boolean {
    return this.caller !== null;
  }

  /** The one that is open, or another. Rejects with AppError; then it is to be closed. */
  async open(): Promise<GatewayCaller> {
    if (this.caller !== null) return this.caller;
    const { name, client, connect } = this.options;
    const link = connect(silentPeer(`catalogue:${name}`, client));
    this.link = link;
    const caller = new GatewayCaller(link);
    await caller.open(client);
    // It may have been closed meanwhile.
    if (this.link === link) this.caller = caller;
    return caller;
  }

  /** What is in flight on it fails. */
  close(): void {
    this.link?.close();
    this.link = null;
    this.caller = null;
  }
}
