// A legacy server as modern clients see it: one ModernLink over sessions that the clients share.
// Decides what a request becomes; the sessions, calls and subscriptions do the rest.
import { defaultBounds, type Bounds } from '../../bounds/bounds.ts';
import { failureMessage } from '../rpc-errors.ts';
import type { Clock } from '../../ports.ts';
import type { Exchange, Link, Peer } from '../types.ts';
import { idText, type Message } from '../wire/message.ts';
import { readClaim } from './claim.ts';
import { modernAnswer } from './decorate.ts';
import { discoverAnswer } from './discovery.ts';
import { mayRequireInput, readRepetition } from './input-rounds.ts';
import { LegacyCall } from './legacy-call.ts';
import { LegacyListen } from './legacy-listen.ts';
import { OpeningError, type Opening } from './legacy-peer.ts';
import { LegacyPool, type Lease } from './legacy-pool.ts';
import { ParkedCalls } from './parked-calls.ts';
import { isRemoved, unknownMethod } from './removed-methods.ts';
import { requestDigest } from './request-digest.ts';
import type { StateSeal } from './request-state.ts';
import type { ModernClaim, ModernLink, ModernRequest, Underway } from './types.ts';

export interface ModernFaceOptions {
  /** The server's name. */
  readonly name: string;
  readonly connect: (peer: Peer) => Link;
  /** Default: as the configuration's defaults say. */
  readonly bounds?: Bounds;
  readonly clock: Clock;
  /** Signs what clients bring back. */
  readonly stateSeal: StateSeal;
  /** How long the sessions that its clients share are kept unused, in milliseconds. */
  readonly sessionIdleMs: () => number;
  /** How long a call waits for the client's answers, in milliseconds. */
  readonly waitMs?: number;
}

/** Who asks: what it says of itself, and whose it is. */
interface Asker {
  readonly claim: ModernClaim;
  readonly owner: string | null;
}

/** Time for a person to answer a question. */
const usualWaitMs = 10 * 60_000;

const nothing: Underway = { cancel: () => undefined };

export class ModernFace implements ModernLink {
  private readonly options: ModernFaceOptions;
  private readonly bounds: Bounds;
  private readonly pool: LegacyPool;
  private readonly parked: ParkedCalls<LegacyCall>;
  private readonly listens = new Set<LegacyListen>();

  constructor(options: ModernFaceOptions) {
    this.options = options;
    this.pool = new LegacyPool(options);
    const { clock, stateSeal: seal, waitMs = usualWaitMs, bounds = defaultBounds() } = options;
    this.bounds = bounds;
    this.parked = new ParkedCalls({ bounds, clock, seal, waitMs });
  }

  /** Calls that wait for their clients to come back. */
  get parkedCalls(): number {
    return this.parked.size;
  }

  request({ message, owner = null }: ModernRequest, exchange: Exchange): Underway {
    try {
      return this.dispatch(message, { claim: readClaim(message), owner }, exchange);
    } catch (error) {
      exchange.finish(failureMessage(idText(message), error));
      return nothing;
    }
  }

  /** Ends everything at the server; subscriptions are told. */
  close(): void {
    this.parked.close();
    for (const listen of this.listens) listen.close();
    this.pool.close();
  }

  private dispatch(message: Message, asker: Asker, exchange: Exchange): Underway {
    const id = idText(message);
    if (isRemoved(message.method)) {
      exchange.finish(unknownMethod(message));
      return nothing;
    }
    switch (message.method) {
      case 'server/discover':
        return this.withSession(message, asker, exchange, (lease, { result }) => {
          lease.release();
          exchange.finish(discoverAnswer(id, result));
          return nothing;
        });
      case 'subscriptions/listen':
        return this.listen(message, asker, exchange);
      default:
        return this.repeated(message, asker, exchange) ?? this.call(message, asker, exchange);
    }
  }

  /** null when it is a request of its own. Throws MessageError -32602 when no call waits for it. */
  private repeated(message: Message, { claim, owner }: Asker, exchange: Exchange): Underway | null {
    const repetition = mayRequireInput.has(message.method) ? readRepetition(message) : null;
    if (repetition === null) return null;
    const call = this.parked.take(repetition.requestState, this.digestOf(message, owner));
    call.repeated(message, claim, repetition.responses, exchange);
    return call.underway(exchange);
  }

  private call(message: Message, asker: Asker, exchange: Exchange): Underway {
    const { claim, owner } = asker;
    return this.withSession(message, asker, exchange, (lease, opening) => {
      const call = new LegacyCall({
        serverName: this.options.name,
        peer: lease.peer,
        opening,
        message,
        exchange,
        claim,
        parked: this.parked,
        digest: () => this.digestOf(message, owner),
        clock: this.options.clock,
        onEnd: () => lease.release(),
      });
      call.start();
      return call.underway(exchange);
    });
  }

  private listen(message: Message, { claim, owner }: Asker, exchange: Exchange): Underway {
    const { connect } = this.options;
    const listen: LegacyListen = new LegacyListen({
      message,
      exchange,
      claim,
      bounds: this.bounds,
      owner,
      connect,
      onEnd: () => this.listens.delete(listen),
    });
    this.listens.add(listen);
    void listen.start();
    return listen;
  }

  /** Goes on once the session for such clients is open; answers with an error when that fails. */
  private withSession(
    message: Message,
    { claim, owner }: Asker,
    exchange: Exchange,
    goOn: (lease: Lease, opening: Opening) => Underway,
  ): Underway {
    const lease = this.pool.lease(claim, owner);
    const state: { isCancelled: boolean; underway: Underway } = { isCancelled: false, underway: nothing };
    const opened = (opening: Opening): void => {
      if (state.isCancelled) lease.release();
      else state.underway = goOn(lease, opening);
    };
    const failed = (error: unknown): void => {
      lease.discard();
      if (state.isCancelled) return;
      const id = idText(message);
      exchange.finish(
        error instanceof OpeningError
          ? modernAnswer(message.method, error.answer, id, null)
          : failureMessage(id, error),
      );
    };
    lease.peer.open().then(opened).catch(failed);
    return {
      cancel: (reason) => {
        state.isCancelled = true;
        state.underway.cancel(reason);
      },
    };
  }

  private digestOf(message: Message, owner: string | null): string {
    return requestDigest(this.options.name, message, owner);
  }
}
