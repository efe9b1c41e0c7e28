// Requests that a shared server has put to clients: which client has each, so that answers find back and nothing dangles.
import { isCapable, neededCapability } from './capabilities.ts';
import type { Pending, PendingTable } from './pending.ts';
import type { TaskOwners } from './task-owners.ts';
import type { Peer } from './types.ts';
import { errorMessage, withId } from './wire/edit.ts';
import { idText, rpcCode, type Message } from './wire/message.ts';

interface Asked {
  readonly peer: Peer;
  readonly askedId: string;
  /** The call's time goes on. */
  readonly release: () => void;
}

interface Target {
  readonly peer: Peer;
  /** The call that it arose from, if any. */
  readonly call: Pending | null;
}

export interface AskedOptions {
  readonly serverName: string;
  readonly pending: PendingTable;
  readonly tasks: TaskOwners;
  /** Peers that could be asked, the most recently active last. */
  readonly peers: () => readonly Peer[];
  /** Writes to the server. */
  readonly answer: (message: Buffer) => void;
}

/** Requests that a server may need the client for. */
const mayAsk: ReadonlySet<string> = new Set(['tools/call', 'prompts/get', 'resources/read']);

export class AskedTable {
  private readonly entries = new Map<string, Asked>();
  private readonly options: AskedOptions;

  constructor(options: AskedOptions) {
    this.options = options;
  }

  /**
   * Gives the request to the session whose call is in flight (the newest that declared the capability). What arises from
   * no call goes to the most recently active one that did.
   */
  route(request: Message): void {
    const serverId = idText(request);
    // An id that is used again: the server cannot tell the answers apart, and waits for this one now.
    this.withdraw(serverId, 'The server asked something else under the same id.');
    const needed = neededCapability(request);
    const target = this.ofTask(request, needed) ?? this.choose(needed);
    if (target === null) {
      const message = `No client connected to "${this.options.serverName}" supports ${needed ?? request.method}.`;
      this.options.answer(errorMessage(serverId, { code: rpcCode.methodNotFound, message }));
      return;
    }
    const { peer, call } = target;
    const askedId = peer.ask(request, call?.exchange ?? null, (answer) => {
      if (this.take(serverId) !== undefined) this.options.answer(withId(answer, serverId));
    });
    // The time that a person takes to answer is not the server's.
    const release = call === null ? () => undefined : this.options.pending.hold(call);
    this.entries.set(serverId, { peer, askedId, release });
  }

  /** The server cancels its own request. */
  withdraw(serverId: string, reason: string): void {
    const asked = this.take(serverId);
    if (asked === undefined) return;
    asked.peer.withdraw(asked.askedId, reason);
  }

  /** The server is gone: nobody waits for these answers any more. */
  withdrawAll(reason: string): void {
    for (const serverId of this.entries.keys()) this.withdraw(serverId, reason);
  }

  /** The client is gone: its open questions are answered with an error. */
  forget(peer: Peer): void {
    for (const [serverId, asked] of this.entries) {
      if (asked.peer !== peer) continue;
      this.take(serverId);
      this.options.answer(
        errorMessage(serverId, {
          code: rpcCode.internalError,
          message: 'The client ended its session without an answer.',
        }),
      );
    }
  }

  private take(serverId: string): Asked | undefined {
    const asked = this.entries.get(serverId);
    this.entries.delete(serverId);
    asked?.release();
    return asked;
  }

  /** What belongs to a task goes to whose it is, with the request that waits for the task's end where there is one. */
  private ofTask(request: Message, needed: string | null): Target | null {
    const { pending, tasks } = this.options;
    const owner = tasks.ownerOf(request);
    if (owner === undefined || !isCapable(owner.client.capabilities, needed)) return null;
    const call = pending.newest(
      ({ peer, sent, method }) => sent && peer === owner && method === 'tasks/result',
    );
    return { peer: owner, call: call ?? null };
  }

  private choose(needed: string | null): Target | null {
    const able = ({ client, isNeverAsked = false }: Peer): boolean =>
      !isNeverAsked && isCapable(client.capabilities, needed);
    const { pending, peers } = this.options;
    const call = pending.newest(({ peer, sent }) => sent && peer !== null && able(peer));
    if (call !== undefined && call.peer !== null) return { peer: call.peer, call };
    // It may have arisen from a call of a session that cannot answer: no other person is asked about that.
    const cause = pending.newest(({ method, sent }) => sent && mayAsk.has(method));
    if (cause?.peer?.answersForLack === true) return { peer: cause.peer, call: cause };
    if (needed !== null && cause !== undefined) return null;
    const peer = peers().findLast(able);
    return peer === undefined ? null : { peer, call: null };
  }
}
