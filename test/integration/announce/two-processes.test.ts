// One Patchbay announces itself to another; either is killed or stopped and started again, in any order. Both come right by
// themselves.
import { expect, it } from 'vitest';
import { announcingPair, untilReached, type Side } from '../../support/announcing-pair.ts';
import { until } from '../../support/until.ts';

interface Pair {
  readonly inner: Side;
  readonly proxy: Side;
}

it.each(['inner', 'proxy'] as const)('the %s one may be started first', async (first) => {
  const pair = await announcingPair(false);
  await pair[first].start();
  await (first === 'inner' ? pair.proxy : pair.inner).start();
  await untilReached(pair.proxy, pair.inner);
  expect(await pair.proxy.registered()).toBe(1);
});

const mishaps: Readonly<Record<string, (pair: Pair) => Promise<void>>> = {
  'The proxy is killed, and comes back with what it knew.': async ({ proxy }) => {
    await proxy.kill();
    await proxy.start();
  },
  'The proxy comes back having forgotten everybody.': async ({ proxy }) => {
    await proxy.kill();
    await proxy.forget();
    await proxy.start();
  },
  'The announced one is killed, and stays on the list until it comes back.': async ({ inner, proxy }) => {
    await inner.kill();
    expect(await proxy.registered()).toBe(1);
    await inner.start();
  },
  'The announced one stops, and leaves the list until it comes back.': async ({ inner, proxy }) => {
    await inner.stop();
    expect(await proxy.registered()).toBe(0);
    await until('its tools to go', async () => !(await proxy.tools()).includes('inner__mock__echo'));
    await inner.start();
  },
  'Both are killed; the announced one comes back first.': async ({ inner, proxy }) => {
    await proxy.kill();
    await inner.kill();
    await inner.start();
    await proxy.start();
  },
  'Both are killed; the proxy comes back first.': async ({ inner, proxy }) => {
    await inner.kill();
    await proxy.kill();
    await proxy.start();
    await inner.start();
  },
};

it('either is killed or stopped and started again, and each time both come right', async () => {
  const pair = await announcingPair(false);
  await Promise.all([pair.inner.start(), pair.proxy.start()]);
  await untilReached(pair.proxy, pair.inner);
  for (const mishap of Object.values(mishaps)) {
    await mishap(pair);
    await untilReached(pair.proxy, pair.inner);
    expect(await pair.proxy.registered()).toBe(1);
  }
});

it('both announce themselves to each other, either is killed, and each time both have both', async () => {
  const { inner, proxy } = await announcingPair(true);
  const bothHaveBoth = () => Promise.all([untilReached(proxy, inner), untilReached(inner, proxy)]);
  await Promise.all([inner.start(), proxy.start()]);
  await bothHaveBoth();
  for (const side of [inner, proxy, inner]) {
    await side.kill();
    await side.start();
    await bothHaveBoth();
  }
  const [ofInner, ofProxy] = await Promise.all([inner.tools(), proxy.tools()]);
  const echoes = (tools: readonly string[]) => tools.filter((name) => name.endsWith('echo')).toSorted();
  expect(echoes(ofInner)).toEqual(['mock__echo', 'outer__mock__echo']);
  expect(echoes(ofProxy)).toEqual(['inner__mock__echo', 'mock__echo']);
});
