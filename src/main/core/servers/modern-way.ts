// A server as modern clients reach it, whatever era it is of: its own modern link where it has one, else the face that a
// legacy server shows them. Holds to the server's tool rules, and checks headers for transports that have none.
import type { AppError } from '../../../shared/errors.ts';
import type { Era } from '../../../shared/state.ts';
import type { Bounds } from '../bounds/bounds.ts';
import type { Clock } from '../ports.ts';
import { endingIn } from '../relay/exchanges.ts';
import type { Catalogue } from '../relay/catalogue.ts';
import { withOwnRevisions } from '../relay/modern/discovery.ts';
import { ModernFace } from '../relay/modern/modern-face.ts';
import { checkParamHeaders } from '../relay/modern/param-headers.ts';
import type { StateSeal } from '../relay/modern/request-state.ts';
import type { ModernLink, ModernRequest, Underway } from '../relay/modern/types.ts';
import { failureMessage } from '../relay/rpc-errors.ts';
import { ruled, type OfferRules } from '../relay/tool-rules.ts';
import type { Exchange, Link, Peer } from '../relay/types.ts';
import type { HeldToolsNews } from './held-tools-news.ts';
import { orElsewhere } from '../relay/undelivered.ts';
import { idText, pickMembers, textAt, type Message } from '../relay/wire/message.ts';

/** What is needed of a server. */
export interface ModernWayServer {
  readonly name: string;
  /** Why a request cannot go to it now; null when it can. */
  readonly refusal: AppError | null;
  readonly rules: OfferRules;
  readonly catalogue: Catalogue | null;
  readonly heldToolsNews: Pick<HeldToolsNews, 'subscribed'>;
  /** Its transport carries headers, which it checks itself. */
  readonly hasHeaders: boolean;
  /** It is known to be legacy without asking. */
  readonly isSurelyLegacy: boolean;
  /** Opens it where needed. Rejects with AppError. */
  era(): Promise<Era>;
  connect(peer: Peer): Link;
  /** null where it is not of the modern era. */
  connectModern(): ModernLink | null;
}

export interface ModernWayOptions {
  readonly server: ModernWayServer;
  readonly clock: Clock;
  readonly bounds?: Bounds | undefined;
  /** Signs the state of calls. */
  readonly stateSeal: StateSeal;
  readonly sessionIdleMs: () => number;
}

const nothing: Underway = { cancel: () => undefined };

export class ModernWay implements ModernLink {
  private readonly server: ModernWayServer;
  private readonly face: ModernFace;

  constructor({ server, bounds, clock, stateSeal, sessionIdleMs }: ModernWayOptions) {
    this.server = server;
    this.face = new ModernFace({
      name: server.name,
      connect: (peer) => server.connect(peer),
      ...(bounds === undefined ? {} : { bounds }),
      clock,
      stateSeal,
      sessionIdleMs,
    });
  }

  /** Calls that wait for their clients to come back. */
  get parkedCalls(): number {
    return this.face.parkedCalls;
  }

  request(request: ModernRequest, exchange: Exchange): Underway {
    try {
      if (this.server.refusal !== null) throw this.server.refusal;
      const { rules, name } = this.server;
      const own = ruled(rules, name, request.message, exchange);
      const asked = { ...request, message: own.message };
      if (this.server.isSurelyLegacy) return this.handOver(this.face, asked, own.exchange);
      return this.later(asked, own.exchange);
    } catch (error) {
      exchange.finish(failureMessage(idText(request.message), error));
      return nothing;
    }
  }

  /** The server is gone for good. */
  close(): void {
    this.face.close();
  }

  /** Once the era is known. What a modern server would not hear is tried once more: it may be another one by now. */
  private later(request: ModernRequest, exchange: Exchange): Underway {
    const state: { isCancelled: boolean; underway: Underway } = { isCancelled: false, underway: nothing };
    const begin = (isAgain: boolean): void => {
      const again = (): boolean => {
        if (state.isCancelled || this.server.connectModern() !== null) return false;
        begin(true);
        return true;
      };
      const found = (era: Era): void => {
        if (state.isCancelled) return;
        const link = era === 'modern' ? this.server.connectModern() : null;
        const heard = link === null || isAgain ? exchange : orElsewhere(exchange, again);
        state.underway = this.handOver(link ?? this.face, request, heard);
      };
      const failed = (error: unknown): void => {
        if (!state.isCancelled) exchange.finish(failureMessage(idText(request.message), error));
      };
      this.server.era().then(found).catch(failed);
    };
    begin(false);
    return {
      cancel: (reason) => {
        state.isCancelled = true;
        state.underway.cancel(reason);
      },
    };
  }

  private handOver(link: ModernLink, request: ModernRequest, exchange: Exchange): Underway {
    const checksItself = link !== this.face && this.server.hasHeaders;
    const tool = checksItself ? undefined : this.toolOf(request.message);
    if (tool !== undefined) checkParamHeaders(request, tool);
    if (link === this.face) return link.request(request, exchange);
    if (request.message.method === 'subscriptions/listen')
      return this.handOverSubscription(link, request, exchange);
    return link.request(request, asOurs(request.message, exchange));
  }

  private handOverSubscription(link: ModernLink, request: ModernRequest, exchange: Exchange): Underway {
    const told = this.server.heldToolsNews.subscribed(request.message, exchange);
    const underway = link.request(request, told.exchange);
    return {
      cancel: (reason) => {
        told.forget();
        underway.cancel(reason);
      },
    };
  }

  /** The tool that is called, as the server describes it; undefined where that is not known. */
  private toolOf({ bytes, body, method }: Message): string | undefined {
    if (method !== 'tools/call') return undefined;
    const name = textAt(bytes, pickMembers(bytes, body, ['name']).name);
    return this.server.catalogue?.lists.tools.find(({ key }) => key === name)?.text;
  }
}

/** What clients can speak here is not what the server behind can speak. */
function asOurs({ method }: Message, exchange: Exchange): Exchange {
  if (method !== 'server/discover') return exchange;
  return endingIn(exchange, (answer) => exchange.finish(withOwnRevisions(answer)));
}
