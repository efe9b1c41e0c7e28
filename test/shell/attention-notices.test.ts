import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { AttentionNotices } from '../../src/main/shell/attention-notices.ts';
import { failedId } from '../../src/main/shell/attention.ts';
import { english } from '../../src/main/shell/messages/english.ts';
import { toldFile } from '../../src/main/shell/told-memory.ts';
import type { Told, ToldMemory } from '../../src/main/shell/told-memory.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { pendingRegistration } from '../support/sample-registrations.ts';
import { sampleServer } from '../support/scripted-host.ts';
import { settableState } from '../support/settable-state.ts';
import { healthyState } from '../support/state-samples.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { trayStates } from '../support/tray-states.ts';
import type { AppState } from '../../src/shared/state.ts';

const hourMs = 3_600_000;
const settledMs = 3000;

function inMemory(): ToldMemory {
  let kept: readonly (readonly [string, Told])[] = [];
  return { load: () => kept, save: (told) => void (kept = [...told]) };
}

function setUp({ memory = inMemory(), clock = fakeClock(), isWanted = true, isWindowInFront = false } = {}) {
  const state = settableState<AppState>(healthyState());
  const shown: string[] = [];
  const notices = new AttentionNotices({
    state,
    clock,
    memory,
    words: () => english,
    isWanted: () => isWanted,
    isWindowInFront: () => isWindowInFront,
    board: {
      show: ({ title, route }) => {
        shown.push(`${title} → ${route}`);
        return () => void shown.push(`taken back: ${title}`);
      },
    },
  });
  /** What is shown after this has stood for a while. */
  const after = (next: AppState, forMs = settledMs): string[] => {
    state.set(next);
    clock.advance(forMs);
    return shown.splice(0);
  };
  return { state, clock, memory, notices, after, shown };
}

const { failed, waiting, faulty, changed, misplaced, unannounced, healthy } = trayStates;
const failing = (...names: readonly string[]): AppState =>
  healthyState({ servers: names.map((name) => sampleServer(name, { status: 'failed' })) });

describe('a notification', () => {
  it.each([
    [waiting, 'Let new_1 in? → /registrations'],
    [failed, 'github does not work → /servers/github'],
    [faulty, '1 fault in config.json → /settings/configuration'],
    [changed, 'files has changed its tools → /servers/files'],
    [misplaced, 'The gateway is not as configured → /settings'],
    [unannounced, 'Patchbay cannot register at the other proxy → /registrations'],
  ])('tells of each thing that needs a person, and leads there', (state, notice) => {
    expect(setUp().after(state)).toEqual([notice]);
  });

  it('is not given of what mends itself, nor of what was over at once', () => {
    const { after, state, clock, shown } = setUp();
    expect(after(trayStates.crashing, hourMs)).toEqual([]);
    state.set(failed);
    clock.advance(settledMs - 1);
    state.set(healthy);
    clock.advance(hourMs);
    expect(shown).toEqual([]);
  });

  it('is given once of one thing, however its words change while it stands', () => {
    const { after } = setUp();
    after(failing('a'));
    const other = sampleServer('a', {
      status: 'failed',
      problem: { code: 'SERVER_EXITED', message: 'For another reason.' },
    });
    expect(after(healthyState({ servers: [other] }), 48 * hourMs)).toEqual([]);
  });

  it('is not given again by the same run while the thing stands, however long that is', () => {
    const { after, state, clock, shown } = setUp();
    expect(after(failing('github'))).toHaveLength(1);
    clock.advance(48 * hourMs);
    state.set(failing('github'));
    clock.advance(settledMs);
    expect(shown).toEqual([]);
  });

  it('is not given of changed tools of a server that is switched off', () => {
    const servers = [sampleServer('files', { enabled: false, changedTools: ['read'] })];
    expect(setUp().after(healthyState({ servers }))).toEqual([]);
  });

  it('of changed tools is remembered, however many and long their names are', () => {
    const servers = [
      sampleServer('files', { changedTools: Array.from({ length: 900 }, (_, at) => `tool_${at}`) }),
    ];
    const { after, memory } = setUp();
    after(healthyState({ servers }));
    expect(memory.load().map(([id]) => id.length < 200)).toEqual([true]);
  });

  it('is taken back when the thing is over, and not given again of the same within an hour', () => {
    const { after } = setUp();
    after(failing('a'));
    expect(after(healthy)).toEqual(['taken back: a does not work']);
    expect(after(failing('a'))).toEqual([]);
    after(healthy, hourMs);
    expect(after(failing('a'))).toEqual(['a does not work → /servers/a']);
  });

  it('is one for all, where many things come at once', () => {
    expect(setUp().after(failing('a', 'b', 'c', 'd'))).toEqual(['4 things need attention → /']);
  });

  it('is not given again by the next run of what still stands, but once a day', () => {
    const first = setUp();
    first.after(failing('a'));
    first.notices.close();
    const second = setUp({ memory: first.memory, clock: first.clock });
    expect(second.after(failing('a', 'b'))).toEqual(['b does not work → /servers/b']);
    second.notices.close();
    first.clock.advance(24 * hourMs);
    const third = setUp({ memory: first.memory, clock: first.clock });
    expect(third.after(failing('a'))).toEqual(['a does not work → /servers/a']);
  });

  it('is not given while nothing is known, as at the end of a run', () => {
    const { after, memory } = setUp();
    after(failing('a'));
    after(trayStates.stopping);
    after(trayStates.stopped);
    expect(memory.load()).toEqual([[failedId('a'), { toldAt: expect.any(Number) as number, goneAt: null }]]);
  });

  it('is spared who looks at the window, who does not want any, and who was told by a click that failed', () => {
    expect(setUp({ isWindowInFront: true }).after(failed)).toEqual([]);
    expect(setUp({ isWanted: false }).after(failed)).toEqual([]);
    const { notices, after } = setUp();
    notices.noteTold(failedId('github'));
    expect(after(failed)).toEqual([]);
  });

  it('of a server asks for each place that wants in, also under a name that was refused before', () => {
    const { after } = setUp();
    const from = (url: string): AppState =>
      healthyState({ registrations: { servers: [pendingRegistration('new', { url })], clients: [] } });
    expect(after(from('http://127.0.0.1:1/mcp'))).toHaveLength(1);
    expect(after(from('http://10.0.0.9/mcp'))).toContain('Let new_1 in? → /registrations');
  });
});

describe('what was told', () => {
  it('is kept in a file, and forgotten where the file makes no sense', async () => {
    const file = path.join(await tempFolder(), 'notified.json');
    const told = [['faults', { toldAt: 5, goneAt: null }]] as const;
    expect(toldFile(file).load()).toEqual([]);
    toldFile(file).save(told);
    expect(toldFile(file).load()).toEqual(told);
    toldFile(path.dirname(file)).save(told);
    expect(toldFile(path.dirname(file)).load()).toEqual([]);
  });
});
