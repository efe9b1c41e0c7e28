// `/mcp` as modern clients see it: lists and discovery from what is known, everything else to the server that it is for,
// renamed on the way. Each request stands alone; nothing is kept between them but subscriptions.
import { initializeResult } from '../../aggregate/initialize.ts';
import { listPage } from '../../aggregate/pages.ts';
import { targetOf, unknownTarget, type Target, type TargetSource } from '../../aggregate/targets.ts';
import { listKinds, type ListKind } from '../../catalogue.ts';
import { failureMessage } from '../../rpc-errors.ts';
import type { Clock } from '../../../ports.ts';
import type { Exchange } from '../../types.ts';
import { splice } from '../../wire/edit.ts';
import { idText, pickMembers, scanMessage, textAt, type Message } from '../../wire/message.ts';
import { readClaim } from '../claim.ts';
import { modernAnswer } from '../decorate.ts';
import { discoverAnswer } from '../discovery.ts';
import { unknownMethod } from '../modern-face.ts';
import type { ModernLink, ModernRequest, Underway } from '../types.ts';
import { AggregateListen } from './aggregate-listen.ts';

/** What the aggregate needs of the servers behind it. */
export interface ModernAggregateSource extends TargetSource {
  readonly version: string;
  /** The way to a server by its name; never throws. */
  modern(server: string): ModernLink;
  /** Resolves when what is not yet known has been asked for, or the wait for it is over. */
  settled(): Promise<void>;
  /** Calls back with each change of the merged lists; returns how to stop that. */
  onListsChanged(listener: (kinds: readonly ListKind[]) => void): () => void;
}

const kindOfMethod: ReadonlyMap<string, ListKind> = new Map(
  (Object.keys(listKinds) as ListKind[]).map((kind) => [listKinds[kind].method, kind]),
);

const routed: ReadonlySet<string> = new Set([
  'tools/call',
  'prompts/get',
  'resources/read',
  'completion/complete',
]);

const nothing: Underway = { cancel: () => undefined };

export class ModernAggregate implements ModernLink {
  private readonly source: ModernAggregateSource;
  private readonly clock: Clock;
  private readonly listens = new Set<AggregateListen>();

  constructor(source: ModernAggregateSource, clock: Clock) {
    this.source = source;
    this.clock = clock;
  }

  request(request: ModernRequest, exchange: Exchange): Underway {
    try {
      readClaim(request.message);
      return this.dispatch(request, exchange);
    } catch (error) {
      exchange.finish(failureMessage(idText(request.message), error));
      return nothing;
    }
  }

  /** Ends what listens; the servers are not its own. */
  close(): void {
    for (const listen of this.listens) listen.close();
  }

  private dispatch(request: ModernRequest, exchange: Exchange): Underway {
    const { message } = request;
    const kind = kindOfMethod.get(message.method);
    if (kind !== undefined)
      return this.later(message, exchange, () => {
        const { cursor } = pickMembers(message.bytes, message.body, ['cursor']);
        const { texts } = this.source.exposure()[kind];
        exchange.finish(
          this.own(message, listPage(idText(message), kind, texts, textAt(message.bytes, cursor))),
        );
        return nothing;
      });
    if (message.method === 'server/discover') {
      void this.source.settled();
      const known = Buffer.from(JSON.stringify(initializeResult(message, this.source)));
      exchange.finish(discoverAnswer(idText(message), known));
      return nothing;
    }
    if (message.method === 'subscriptions/listen') return this.listen(request, exchange);
    if (routed.has(message.method)) return this.route(request, exchange);
    exchange.finish(unknownMethod(message));
    return nothing;
  }

  private route(request: ModernRequest, exchange: Exchange): Underway {
    const target = targetOf(request.message, this.source, false);
    if (target !== null) return this.forward(target, request, exchange);
    // Nothing known fits, but a server that was never seen may have it.
    return this.later(request.message, exchange, () => {
      const found = targetOf(request.message, this.source, true);
      if (found !== null) return this.forward(found, request, exchange);
      exchange.finish(this.own(request.message, unknownTarget(request.message)));
      return nothing;
    });
  }

  private forward({ origin, span }: Target, request: ModernRequest, exchange: Exchange): Underway {
    const renamed = splice(request.message.bytes, [{ span, text: JSON.stringify(origin.key) }]);
    return this.source.modern(origin.server).request({ ...request, message: scanMessage(renamed) }, exchange);
  }

  private listen(request: ModernRequest, exchange: Exchange): Underway {
    const listen: AggregateListen = new AggregateListen({
      request,
      exchange,
      source: this.source,
      clock: this.clock,
      onEnd: () => this.listens.delete(listen),
    });
    this.listens.add(listen);
    listen.start();
    return listen;
  }

  /** Goes on when everything is known that can be known soon. */
  private later(message: Message, exchange: Exchange, goOn: () => Underway): Underway {
    const state: { isCancelled: boolean; underway: Underway } = { isCancelled: false, underway: nothing };
    const settled = (): void => {
      if (!state.isCancelled) state.underway = goOn();
    };
    const failed = (error: unknown): void => exchange.finish(failureMessage(idText(message), error));
    this.source.settled().then(settled).catch(failed);
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
