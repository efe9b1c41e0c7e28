// Modern clients' lasting way to a server by its name, which may be another server's tomorrow, or mean several copies of
// one: then each request goes to one of them, and to another where the first never got it.
import type { Clock } from '../ports.ts';
import { endingIn } from '../relay/exchanges.ts';
import { failureMessage } from '../relay/rpc-errors.ts';
import type { ModernLink, ModernRequest, Underway } from '../relay/modern/types.ts';
import type { Exchange } from '../relay/types.ts';
import { isUndelivered } from '../relay/undelivered.ts';
import { idText, type Message } from '../relay/wire/message.ts';
import { isUnknownTask } from './registered/ties.ts';
import { secondTry } from './second-tries.ts';
import type { ServerRuntime } from './server-runtime.ts';

/** What the name means now. */
export interface ModernServers {
  readonly name: string;
  /** Throws AppError for none. */
  find(): ServerRuntime;
  /** The copy that is to get a request, but for those that were tried; undefined where the name does not mean copies, or none is left. */
  copyFor(message: Message, tried: ReadonlySet<ServerRuntime>): ServerRuntime | undefined;
  /** How long a request may take in all, where it may be sent again; else null. Throws as `find`. */
  repeatsWithinMs(message: Message): number | null;
  /** A copy gave this answer. */
  answered(copy: ServerRuntime, answer: Buffer): void;
}

const nothing: Underway = { cancel: () => undefined };

export class ModernServerLink implements ModernLink {
  private readonly servers: ModernServers;
  private readonly clock: Clock;

  constructor(servers: ModernServers, clock: Clock) {
    this.clock = clock;
    this.servers = servers;
  }

  request(request: ModernRequest, exchange: Exchange): Underway {
    try {
      exchange.goesTo?.(this.servers.name);
      const timeoutMs = this.servers.repeatsWithinMs(request.message);
      if (timeoutMs === null) return this.send(request, exchange);
      const state: { isCancelled: boolean; underway: Underway } = { isCancelled: false, underway: nothing };
      const send = (next: Exchange): void => {
        const underway = this.send(request, next);
        if (!state.isCancelled) state.underway = underway;
      };
      const attempt = secondTry(this.clock, exchange, timeoutMs, send, () => undefined);
      send(attempt.exchange);
      return {
        cancel: (reason) => {
          state.isCancelled = true;
          if (!attempt.cancel()) state.underway.cancel(reason);
        },
      };
    } catch (error) {
      exchange.finish(failureMessage(idText(request.message), error));
      return nothing;
    }
  }

  private send(request: ModernRequest, exchange: Exchange): Underway {
    try {
      const copy = this.servers.copyFor(request.message, new Set());
      return copy === undefined
        ? this.servers.find().modern.request(request, exchange)
        : this.requestAny(request, exchange, copy);
    } catch (error) {
      exchange.finish(failureMessage(idText(request.message), error));
      return nothing;
    }
  }

  private requestAny(request: ModernRequest, exchange: Exchange, first: ServerRuntime): Underway {
    const { message } = request;
    const tried = new Set<ServerRuntime>();
    const state: { isCancelled: boolean; underway: Underway } = { isCancelled: false, underway: nothing };
    const begin = (copy: ServerRuntime): void => {
      tried.add(copy);
      const turn = tried.size;
      const finish = (answer: Buffer): void => {
        const isForAnother = isUndelivered(answer) || isUnknownTask(message, answer);
        const next = isForAnother && !state.isCancelled ? this.servers.copyFor(message, tried) : undefined;
        if (next !== undefined) {
          begin(next);
          return;
        }
        this.servers.answered(copy, answer);
        exchange.finish(answer);
      };
      const underway = copy.modern.request(request, endingIn(exchange, finish));
      // It may have been answered already, and another one have been asked.
      if (turn === tried.size) state.underway = underway;
    };
    begin(first);
    return {
      cancel: (reason) => {
        state.isCancelled = true;
        state.underway.cancel(reason);
      },
    };
  }
}
