import { describe, expect, it } from 'vitest';
import { deferred } from '../../../src/main/core/deferred.ts';
import type { Exchange, Link } from '../../../src/main/core/relay/types.ts';
import { notificationMessage, requestMessage } from '../../../src/main/core/relay/wire/edit.ts';
import { scanMessage } from '../../../src/main/core/relay/wire/message.ts';
import { linkAfter } from '../../../src/main/core/servers/link-after.ts';

function setUp() {
  const log: string[] = [];
  const link: Link = {
    request: ({ method }) => log.push(method),
    notify: ({ method }) => log.push(method),
    close: () => log.push('closed'),
  };
  const earlier = deferred<void>();
  const exchange: Exchange = {
    send: () => undefined,
    finish: () => undefined,
    abandon: () => log.push('abandoned'),
  };
  return { log, earlier, exchange, after: linkAfter(earlier.promise, link) };
}

const request = (method: string) => scanMessage(requestMessage('1', method, {}));
const notification = (method: string) => scanMessage(notificationMessage(method));

describe('a link after something else', () => {
  it('holds everything back until that is over, and keeps the order', async () => {
    const { log, earlier, exchange, after } = setUp();
    after.request(request('first'), exchange);
    after.notify(notification('second'));
    after.request(request('third'), exchange);
    expect(log).toEqual([]);
    earlier.resolve();
    await earlier.promise;
    after.notify(notification('fourth'));
    expect(log).toEqual(['first', 'second', 'third', 'fourth']);
  });

  it('abandons what it holds when it is closed, and passes nothing later', async () => {
    const { log, earlier, exchange, after } = setUp();
    after.request(request('first'), exchange);
    after.notify(notification('second'));
    after.close();
    earlier.resolve();
    await earlier.promise;
    expect(log).toEqual(['abandoned', 'closed']);
  });
});
