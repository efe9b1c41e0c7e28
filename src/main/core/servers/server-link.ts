// A session's lasting way to a server by its name. The server behind the name may be restarted with another
// configuration, disabled, removed or added while the session lives; the session never notices more than an error.
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../ports.ts';
import { OwnIds } from '../relay/own-ids.ts';
import { failureMessage } from '../relay/rpc-errors.ts';
import { ruled } from '../relay/tool-rules.ts';
import type { Exchange, Link, Peer } from '../relay/types.ts';
import { Wishes } from '../relay/wishes.ts';
import { requestMessage } from '../relay/wire/edit.ts';
import { idText, readCancelled, scanMessage, type Message } from '../relay/wire/message.ts';
import { orElsewhere } from '../relay/undelivered.ts';
import { secondTry, type SecondTry } from './second-tries.ts';
import type { ServerRuntime } from './server-runtime.ts';

export interface ServersByName {
  /** The server that has this name now; of several the one in use, `current`, if it can be. Throws AppError for none. */
  find(name: string, current: ServerRuntime | null): ServerRuntime;
}

/** Whether it is granted shows later; nobody waits for it. */
const nobody: Exchange = { send: () => undefined, finish: () => undefined, abandon: () => undefined };

export class ServerLink implements Link {
  private readonly servers: ServersByName;
  private readonly name: string;
  private readonly peer: Peer;
  private runtime: ServerRuntime | null = null;
  private link: Link | null = null;
  private readonly wishes = new Wishes();
  private readonly ownIds = new OwnIds();
  private readonly clock: Clock;
  /** Requests that may be sent again, by their ids; null until there is one. */
  private tries: Map<string, SecondTry> | null = null;

  constructor(servers: ServersByName, name: string, peer: Peer, clock: Clock) {
    this.clock = clock;
    this.servers = servers;
    this.name = name;
    this.peer = peer;
  }

  request(message: Message, exchange: Exchange): void {
    try {
      exchange.goesTo?.(this.name);
      const { runtime } = this.connected();
      const id = idText(message);
      const timeoutMs = runtime.repeatsWithinMs(message);
      if (timeoutMs === null || this.tries?.has(id) === true) {
        this.send(message, exchange);
        return;
      }
      const again = (next: Exchange): void => this.send(message, next);
      const tries = (this.tries ??= new Map());
      const attempt = secondTry(this.clock, exchange, timeoutMs, again, () => this.forget(id));
      tries.set(id, attempt);
      this.send(message, attempt.exchange);
    } catch (error) {
      exchange.finish(failureMessage(idText(message), error));
    }
  }

  notify(message: Message): void {
    const isCancel = message.method === 'notifications/cancelled';
    if (isCancel && this.tries?.get(readCancelled(message).id)?.cancel() === true) return;
    this.link?.notify(message);
  }

  close(): void {
    for (const attempt of this.tries?.values() ?? []) attempt.cancel();
    this.link?.close();
    this.link = null;
  }

  private forget(id: string): void {
    this.tries?.delete(id);
    if (this.tries?.size === 0) this.tries = null;
  }

  private send(message: Message, exchange: Exchange): void {
    try {
      const { runtime, link } = this.connected();
      this.wishes.note(message);
      const own = ruled(runtime.rules, this.name, message, this.orCopy(runtime, message, exchange));
      link.request(own.message, own.exchange);
    } catch (error) {
      exchange.finish(failureMessage(idText(message), error));
    }
  }

  private connected(): { runtime: ServerRuntime; link: Link } {
    const runtime = this.servers.find(this.name, this.runtime);
    if (runtime.obstacle !== null) throw runtime.obstacle;
    if (this.link === null || this.runtime !== runtime) {
      this.link?.close();
      this.runtime = runtime;
      this.link = runtime.connect(this.peer);
      this.tellWishes(this.link);
    }
    return { runtime, link: this.link };
  }

  /** Where the name stands for several copies of a server, another one takes what the first never got. */
  private orCopy(runtime: ServerRuntime, message: Message, exchange: Exchange): Exchange {
    if (runtime.name === this.name) return exchange;
    return orElsewhere(exchange, () => {
      if (this.link === null || this.servers.find(this.name, runtime) === runtime) return false;
      this.send(message, exchange);
      return true;
    });
  }

  /** To a server that took the place of another: what the session had asked of that one. */
  private tellWishes(link: Link): void {
    for (const { method, params } of this.wishes.all()) {
      link.request(scanMessage(requestMessage(this.ownIds.next(), method, params)), nobody);
    }
  }
}

/** What is said of a name that no server has. */
export function unknownServer(name: string, known: readonly string[]): AppError {
  return new AppError('SERVER_UNKNOWN', `There is no server "${name.slice(0, 80)}".`, {
    expected: `Known: ${known.join(', ')}.`,
  });
}
