// When the app looks for updates and what comes of it, on an updater that a test answers for.
import { describe, expect, it } from 'vitest';
import { Updates } from '../../src/main/shell/updates.ts';
import type { Updater } from '../../src/main/shell/updates.ts';
import { fakeClock } from '../support/fake-clock.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Lets what has been promised come through. */
const settle = async (): Promise<void> => {
  await new Promise((resolve) => setImmediate(resolve));
};

function setUp({ hasFeed = true }: { readonly hasFeed?: boolean } = {}) {
  const clock = fakeClock();
  const done: string[] = [];
  const feed = {
    newest: null as string | null,
    wanted: true,
    checkFault: null as Error | null,
    downloadFault: null as Error | null,
  };
  const updater: Updater = {
    check: () => {
      done.push('check');
      return feed.checkFault === null ? Promise.resolve(feed.newest) : Promise.reject(feed.checkFault);
    },
    download: () => {
      done.push('download');
      return feed.downloadFault === null ? Promise.resolve() : Promise.reject(feed.downloadFault);
    },
    install: (restart) => {
      done.push(restart ? 'install and restart' : 'install');
      return restart;
    },
  };
  const load = (): Promise<Updater> => {
    done.push('load');
    return Promise.resolve(updater);
  };
  const updates = new Updates({
    load: hasFeed ? load : null,
    clock,
    isWanted: () => feed.wanted,
    note: (message) => done.push(message),
  });
  const seen: (string | null)[] = [];
  updates.subscribe((version) => seen.push(version));
  const pass = async (ms: number): Promise<string[]> => {
    clock.advance(ms);
    await settle();
    return done.splice(0);
  };
  return { clock, feed, updates, seen, pass };
}

describe('updates', () => {
  it('without a release feed load nothing and wait for nothing', async () => {
    const { clock, updates, pass } = setUp({ hasFeed: false });
    expect(clock.pending()).toBe(0);
    expect(await pass(3 * dayMs)).toEqual([]);
    expect([updates.get(), updates.install()]).toEqual([null, false]);
  });

  it('are looked for a minute after the start and then once a day', async () => {
    const { pass } = setUp();
    expect(await pass(minuteMs - 1)).toEqual([]);
    expect(await pass(1)).toEqual(['load', 'check']);
    expect(await pass(dayMs - minuteMs)).toEqual([]);
    expect(await pass(60 * minuteMs)).toEqual(['check']);
    expect(await pass(dayMs - 60 * minuteMs)).toEqual([]);
    expect(await pass(60 * minuteMs)).toEqual(['check']);
  });

  it('are not looked for while the setting is off, and soon after it is on', async () => {
    const { feed, pass } = setUp();
    feed.wanted = false;
    expect(await pass(2 * dayMs)).toEqual([]);
    feed.wanted = true;
    expect(await pass(60 * minuteMs)).toEqual(['load', 'check']);
  });

  it('are fetched in the background and told once, and nothing is installed by itself', async () => {
    const { feed, updates, seen, pass } = setUp();
    feed.newest = '1.2.0';
    expect(await pass(minuteMs)).toEqual(['load', 'check', 'download']);
    expect([updates.get(), seen]).toEqual(['1.2.0', ['1.2.0']]);
    expect(await pass(2 * dayMs)).toEqual(['check']);
    expect(seen).toEqual(['1.2.0']);
  });

  it('make room for a newer one', async () => {
    const { feed, seen, pass } = setUp();
    feed.newest = '1.2.0';
    await pass(minuteMs);
    feed.newest = '1.3.0';
    await pass(dayMs + 60 * minuteMs);
    expect(seen).toEqual(['1.2.0', null, '1.3.0']);
  });

  it('that cannot be looked for or fetched are one line in the log, and tried again the next day', async () => {
    const { feed, updates, pass } = setUp();
    feed.checkFault = new Error('net::ERR_INTERNET_DISCONNECTED\n    at a long way down');
    const offline = 'Cannot look for an update: net::ERR_INTERNET_DISCONNECTED';
    expect(await pass(minuteMs)).toEqual(['load', 'check', offline]);
    feed.checkFault = null;
    feed.newest = '1.2.0';
    feed.downloadFault = new Error('sha512 checksum mismatch');
    const broken = 'Cannot look for an update: sha512 checksum mismatch';
    expect(await pass(dayMs + 60 * minuteMs)).toEqual(['check', 'download', broken]);
    expect([updates.get(), updates.install()]).toEqual([null, false]);
  });

  it('are installed at the end, with a restart where that was asked for', async () => {
    const { feed, updates, pass } = setUp();
    feed.newest = '1.2.0';
    await pass(minuteMs);
    expect(updates.install()).toBe(false);
    updates.wantRestart();
    expect(updates.install()).toBe(true);
    expect(await pass(0)).toEqual(['install', 'install and restart']);
  });

  it('are not looked for any more once they are closed', async () => {
    const { clock, updates, pass } = setUp();
    updates.close();
    expect(clock.pending()).toBe(0);
    expect(await pass(dayMs)).toEqual([]);
  });
});
