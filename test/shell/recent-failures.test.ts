import { describe, expect, it } from 'vitest';
import { RecentFailures } from '../../src/main/shell/recent-failures.ts';
import type { ServerView } from '../../src/shared/state.ts';
import { sampleServer } from '../support/scripted-host.ts';
import { healthyState } from '../support/state-samples.ts';

const problem = { code: 'SERVER_EXITED', message: '"a" ended.' } as const;

function follow(...views: readonly Partial<ServerView>[]): readonly string[] {
  let now = 0;
  const failures = new RecentFailures(() => now);
  for (const view of views) {
    now += 1;
    failures.see(healthyState({ servers: [sampleServer('a', { problem, ...view })] }));
  }
  return failures.all.map(({ server, time }) => `${server} at ${time}`);
}

describe('recent failures', () => {
  it('have each crash once, newest first, also after the server has come back', () => {
    const crashing = { status: 'backing-off', restarts: 0 } as const;
    const views = [
      { status: 'ready' },
      crashing,
      crashing,
      { status: 'ready', restarts: 1, problem: null },
      { status: 'backing-off', restarts: 1 },
      { status: 'failed', restarts: 1 },
    ] as const;
    expect(follow(...views)).toEqual(['a at 6', 'a at 5', 'a at 2']);
  });

  it('have a crash whose states nobody saw, by the restart that followed', () => {
    expect(follow({ status: 'ready', restarts: 3 }, { status: 'ready', restarts: 4 })).toEqual(['a at 2']);
  });

  it('are few', () => {
    const many = Array.from({ length: 40 }, (_, restarts) => ({ status: 'backing-off', restarts }) as const);
    expect(follow(...many)).toHaveLength(8);
  });

  it('are not those of servers that are disabled, or only left for a while', () => {
    expect(follow({ status: 'failed', enabled: false })).toEqual([]);
    expect(follow({ status: 'failed', problem: { code: 'SERVER_OFFLINE', message: 'gone' } })).toEqual([]);
  });
});
