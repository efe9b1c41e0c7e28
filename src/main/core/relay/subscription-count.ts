// How many resources one client is subscribed to: what it may have is bounded, as each subscription is remembered here and
// at its server. Counts what was not refused; the subscriptions themselves are others' business.
import { isRecord } from '../../../shared/is-record.ts';
import type { Bounds } from '../bounds/bounds.ts';
import { isErrorAnswer } from './error-answer.ts';
import { endingIn } from './exchanges.ts';
import type { Exchange } from './types.ts';
import type { Wish } from './wishes.ts';
import { pickMembers, textAt, type Message } from './wire/message.ts';

export class SubscriptionCount {
  private readonly bounds: Bounds;
  /** Null until there is one. */
  private uris: Set<string> | null = null;

  /** `earlier`: what was in force in an earlier run. */
  constructor(bounds: Bounds, earlier: readonly Wish[]) {
    this.bounds = bounds;
    const uris = earlier.filter(({ method }) => method === 'resources/subscribe').map(uriOfWish);
    if (uris.length > 0) this.uris = new Set(uris);
  }

  /** The exchange to answer the request by. Throws AppError LIMIT_REACHED for a subscription too many. */
  noting(message: Message, exchange: Exchange): Exchange {
    if (message.method === 'resources/unsubscribe') this.uris?.delete(uriOf(message));
    if (message.method !== 'resources/subscribe') return exchange;
    const uri = uriOf(message);
    const uris = (this.uris ??= new Set());
    if (uris.has(uri)) return exchange;
    if (uris.size >= this.bounds.get('subscriptionsPerSession')) {
      const many = `This session is subscribed to ${uris.size} resources already.`;
      throw this.bounds.refusal('subscriptionsPerSession', many, { instead: 'Unsubscribe from some' });
    }
    uris.add(uri);
    return endingIn(exchange, (answer) => {
      if (isErrorAnswer(answer)) uris.delete(uri);
      exchange.finish(answer);
    });
  }
}

function uriOf({ bytes, body }: Message): string {
  return textAt(bytes, pickMembers(bytes, body, ['uri']).uri) ?? '';
}

function uriOfWish({ params }: Wish): string {
  return isRecord(params) && typeof params['uri'] === 'string' ? params['uri'] : '';
}
