// `/mcp` as modern clients see it: lists and discovery from what is known, everything else to the server that it is for,
// renamed on the way. Each request stands alone; nothing is kept between them but subscriptions.
import { initializeResult } from '../../aggregate/initialize.ts';
import { listPage } from '../../aggregate/pages.ts';
import { serverExchange } from '../../aggregate/server-peer.ts';
import { targetOf, unknownTarget, type Target, type TargetSource } from '../../aggregate/targets.ts';
import { termsOf } from '../../aggregate/terms.ts';
import { listAskedFor, type ListKind } from '../../catalogue.ts';
import { failureMessage } from '../../rpc-errors.ts';
import type { Bounds } from '../../../bounds/bounds.ts';
import type { Clock } from '../../../ports.ts';
import { taskMethods } from '../../task-messages.ts';
import type { Exchange } from '../../types.ts';
import { splice } from '../../wire/edit.ts';
import { idText, pickMembers, scanMessage, textAt, type Message } from '../../wire/message.ts';
import { readClaim } from '../claim.ts';
import { modernAnswer } from '../decorate.ts';
import { discoverAnswer } from '../discovery.ts';
import { isRemoved, unknownMethod } from '../removed-methods.ts';
import type { ModernClaim, ModernLink, ModernRequest, Underway } from '../types.ts';
import { AggregateListen } from './aggregate-listen.ts';
import { readWish } from './listen-shares.ts';
import { refusalWithoutTasks } from './tasks-extension.ts';

/** What the aggregate needs of the servers behind it. */
export interface ModernAggregateSource extends TargetSource {
  readonly version: string;
  /** Who this gateway is towards others. */
  readonly gatewayId: string;
  /** The way to a server by its name; never throws. */
  modern(server: string): ModernLink;
  /** Resolves when what is not yet known has been asked for, or the wait for it is over. */
  settled(): Promise<void>;
  /** The same, after a longer wait: for a request that fails otherwise. */
  learnt(): Promise<void>;
  /** Calls back with each change of the merged lists; returns how to stop that. */
  onListsChanged(listener: (kinds: readonly ListKind[]) => void): () => void;
}

const nothing: Underway = { cancel: () => undefined };

export class ModernAggregate implements ModernLink {
  private readonly source: ModernAggregateSource;
  private readonly clock: Clock;
  private readonly bounds: Bounds;
  private readonly listens = new Set<AggregateListen>();

  constructor(source: ModernAggregateSource, clock: Clock, bounds: Bounds) {
    this.bounds = bounds;
    this.source = source;
    this.clock = clock;
  }

  request(request: ModernRequest, exchange: Exchange): Underway {
    try {
      return this.dispatch(request, readClaim(request.message), exchange);
    } catch (error) {
      exchange.finish(failureMessage(idText(request.message), error));
      return nothing;
    }
  }

  /** Ends what listens; the servers are not its own. */
  close(): void {
    for (const listen of this.listens) listen.close();
  }

  private dispatch(request: ModernRequest, claim: ModernClaim, exchange: Exchange): Underway {
    const { message } = request;
    const kind = listAskedFor(message.method);
    if (kind !== undefined) return this.later(message, exchange, () => this.list(kind, message, exchange));
    if (message.method === 'server/discover')
      return this.later(message, exchange, () => {
        const known = Buffer.from(JSON.stringify(initializeResult(message, this.source)));
        exchange.finish(discoverAnswer(idText(message), known));
        return nothing;
      });
    if (message.method === 'subscriptions/listen') return this.listen(request, claim, exchange);
    if (!isRemoved(message.method)) return this.route(request, claim, exchange);
    exchange.finish(unknownMethod(message));
    return nothing;
  }

  private list(kind: ListKind, message: Message, exchange: Exchange): Underway {
    const { cursor } = pickMembers(message.bytes, message.body, ['cursor']);
    const { texts } = this.source.exposure()[kind];
    const page = listPage(idText(message), kind, texts, textAt(message.bytes, cursor));
    exchange.finish(this.own(message, page));
    return nothing;
  }

  private route(request: ModernRequest, claim: ModernClaim, exchange: Exchange): Underway {
    const target = targetOf(request.message, this.source, false);
    if (target !== null) return this.forward(target, request, exchange);
    // Nothing known fits, but a server that was never seen may have it.
    const goOn = (): Underway => {
      const found = targetOf(request.message, this.source, true);
      if (found !== null) return this.forward(found, request, exchange);
      exchange.finish(this.unknown(request.message, claim));
      return nothing;
    };
    return this.later(request.message, exchange, goOn, () => this.source.learnt());
  }

  private forward({ server, changes }: Target, request: ModernRequest, exchange: Exchange): Underway {
    const { message } = request;
    const renamed = changes.length === 0 ? message : scanMessage(splice(message.bytes, changes));
    const answered = serverExchange(exchange, message.method, termsOf(server, this.source));
    return this.source.modern(server).request({ ...request, message: renamed }, answered);
  }

  private unknown(message: Message, claim: ModernClaim): Buffer {
    // Of the tasks of 2025-11-25, which this era does not have.
    if (message.method === 'tasks/result') return unknownMethod(message);
    const refusal = taskMethods.has(message.method) ? refusalWithoutTasks(message, claim) : null;
    return refusal ?? this.own(message, unknownTarget(message));
  }

  private listen(request: ModernRequest, claim: ModernClaim, exchange: Exchange): Underway {
    const wish = readWish(request.message, this.bounds);
    const refusal = wish.taskIds.length > 0 ? refusalWithoutTasks(request.message, claim) : null;
    if (refusal !== null) {
      exchange.finish(refusal);
      return nothing;
    }
    return this.later(request.message, exchange, () => {
      const listen: AggregateListen = new AggregateListen({
        request,
        wish,
        exchange,
        source: this.source,
        clock: this.clock,
        onEnd: () => this.listens.delete(listen),
      });
      this.listens.add(listen);
      listen.start();
      return listen;
    });
  }

  /** Goes on when everything is known that can be known soon. */
  private later(
    message: Message,
    exchange: Exchange,
    goOn: () => Underway,
    whenKnown = () => this.source.settled(),
  ): Underway {
    const state: { isCancelled: boolean; underway: Underway } = { isCancelled: false, underway: nothing };
    const settled = (): void => {
      if (!state.isCancelled) state.underway = goOn();
    };
    const failed = (error: unknown): void => exchange.finish(failureMessage(idText(message), error));
    whenKnown().then(settled).catch(failed);
    return {
      cancel: (reason) => {
        state.isCancelled = true;
        state.underway.cancel(reason);
      },
    };
  }

  /** An answer that no server gave. */
  private own(message: Message, answer: Buffer): Buffer {
    const serverInfo = JSON.stringify({ name: 'patchbay', title: 'Patchbay', version: this.source.version });
    return modernAnswer(message.method, scanMessage(answer), idText(message), serverInfo);
  }
}
