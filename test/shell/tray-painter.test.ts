import { describe, expect, it } from 'vitest';
import { english } from '../../src/main/shell/messages/english.ts';
import { paintTray } from '../../src/main/shell/tray-painter.ts';
import type { AppState } from '../../src/shared/state.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { filesServer, healthyState } from '../support/state-samples.ts';
import { settableState } from '../support/settable-state.ts';

function setUp() {
  const clock = fakeClock();
  const state = settableState(healthyState());
  const update = settableState<string | null>(null);
  const painted: string[] = [];
  const painter = paintTray({
    state,
    view: {
      setIcon: (icon) => painted.push(`icon ${icon}`),
      setToolTip: (text) => painted.push(`tooltip ${text}`),
      setMenu: (entries) => painted.push(`menu of ${entries.length}`),
    },
    clock,
    words: () => english,
    clients: [{ id: 'cursor', name: 'Cursor' }],
    update,
  });
  const take = (): string[] => painted.splice(0);
  return { clock, state, update, painter, take };
}

const withSessions = (sessions: number): AppState => {
  const state = healthyState();
  return { ...state, gateway: { ...state.gateway, sessions } };
};

describe('the painted tray', () => {
  it('shows the state at once', () => {
    expect(setUp().take()).toEqual(['icon ready', 'tooltip Patchbay: 1 server, 4 sessions', 'menu of 10']);
  });

  it('sets only what has changed', () => {
    const { clock, state, take } = setUp();
    take();
    clock.advance(250);
    state.set(withSessions(5));
    expect(take()).toEqual(['tooltip Patchbay: 1 server, 5 sessions']);
  });

  it('offers an update as soon as there is one', () => {
    const { clock, update, take } = setUp();
    take();
    clock.advance(250);
    update.set('1.2.0');
    expect(take()).toEqual(['menu of 11']);
  });

  it('comes to the newest state, however many changes come in a short time', () => {
    const { clock, state, take } = setUp();
    take();
    for (let sessions = 5; sessions < 500; sessions += 1) state.set(withSessions(sessions));
    expect(take()).toEqual([]);
    clock.advance(250);
    expect(take()).toEqual(['tooltip Patchbay: 1 server, 499 sessions']);
    clock.advance(10_000);
    expect(take()).toEqual([]);
  });

  it('leaves the menu as it is while a server counts down to its next try', () => {
    const { clock, state, take } = setUp();
    const waiting = (retryAt: number): AppState =>
      healthyState({ servers: [filesServer({ status: 'backing-off', retryAt })] });
    state.set(waiting(8000));
    clock.advance(250);
    take();
    clock.advance(1000);
    state.set(waiting(8000));
    clock.advance(250);
    expect(take()).toEqual([]);
  });

  it('sets the menu anew when asked, as a click may have changed what is shown', () => {
    const { clock, painter, take } = setUp();
    take();
    clock.advance(250);
    painter.repaint();
    expect(take()).toContain('menu of 10');
  });

  it('leaves the tray alone once it is stopped', () => {
    const { clock, state, painter, take } = setUp();
    take();
    state.set(healthyState({ servers: [filesServer({ status: 'failed' })] }));
    painter.stop();
    clock.advance(1000);
    state.set(healthyState());
    expect(take()).toEqual([]);
  });
});
