import { assert, integer, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortened } from '../../src/main/shell/label.ts';
import { trayMenu } from '../../src/main/shell/menu-model.ts';
import { english } from '../../src/main/shell/messages/english.ts';
import { trayFace } from '../../src/main/shell/tray-face.ts';
import type { AppState, ServerStatus } from '../../src/shared/state.ts';
import { menuWords } from '../support/menu-words.ts';
import { pendingRegistration, sampleRegistration } from '../support/sample-registrations.ts';
import { portFault, filesServer, healthyState } from '../support/state-samples.ts';

const menuOf = (state: AppState) =>
  trayMenu({ state, failures: [], clients: [], update: null, words: english, now: 0 });
const words = (state: AppState): string => menuWords(menuOf(state)).join('\n');

/** The entries below one server. */
function serverWords(change: Parameters<typeof filesServer>[0]): string[] {
  const lines = menuWords(menuOf(healthyState({ servers: [filesServer(change)] })));
  return lines.filter((line) => line.startsWith('  ')).map((line) => line.trim());
}

describe('the menu of a healthy gateway', () => {
  it('shows the address, each server with what can be done, and the way out', () => {
    expect(words(healthyState())).toBe(
      `
http://127.0.0.1:3004/mcp (words only)
Copy address → copy http://127.0.0.1:3004/mcp
---
files: ready, 13 tools, 4 sessions
  ready, 13 tools, 4 sessions (words only)
  ---
  Start (off)
  Stop → stop files
  Restart → restart files
  [x] Enabled → set-enabled files false
  ---
  Copy address → copy http://127.0.0.1:3004/mcp/files
  Open log → open-log files
---
Pause all servers → pause
---
Open Patchbay → open-window null
Quit Patchbay → quit
`.trim(),
    );
  });

  it('tells first of all that tools are not what was accepted', () => {
    const changed = filesServer({ changedTools: ['read', 'write', 'list'] });
    expect(words(healthyState({ servers: [changed] })).split('\n')[0]).toBe(
      '⚠ files has changed what it says of read and 2 more → open-window /servers/files',
    );
  });

  it('says so when there are no servers', () => {
    expect(words(healthyState({ servers: [] }))).toContain('No servers yet (words only)');
  });

  it('offers no control over the built-in server', () => {
    expect(
      serverWords({ name: 'patchbay', source: 'built-in', kind: 'built-in', tools: null, sessions: 0 }),
    ).toEqual([
      'ready (words only)',
      '---',
      'Copy address → copy http://127.0.0.1:3004/mcp/patchbay',
      'Open log → open-log patchbay',
    ]);
  });

  it('leaves servers beyond the fortieth to the window', () => {
    const servers = Array.from({ length: 43 }, (_unused, index) => filesServer({ name: `server-${index}` }));
    const lines = words(healthyState({ servers }));
    expect(lines).toContain('server-39: ');
    expect(lines).not.toContain('server-40: ');
    expect(lines).toContain('3 more servers… → open-window /servers');
  });
});

describe('what can be done with a server', () => {
  const usable: Record<ServerStatus, readonly string[]> = {
    stopped: ['Start'],
    starting: ['Stop', 'Restart'],
    ready: ['Stop', 'Restart'],
    'backing-off': ['Start', 'Stop', 'Restart'],
    failed: ['Start', 'Restart'],
    stopping: [],
  };

  it.each(Object.entries(usable))('while it is %s: %j', (status, names) => {
    const lines = serverWords({ status: status as ServerStatus });
    const found = ['Start', 'Stop', 'Restart'].filter((name) =>
      lines.some((line) => line.startsWith(`${name} →`)),
    );
    expect(found).toEqual(names);
  });

  it('is nothing but enabling it while it is disabled', () => {
    const lines = serverWords({ enabled: false, status: 'stopped' });
    expect(lines).toContain('Start (off)');
    expect(lines).toContain('Stop (off)');
    expect(lines).toContain('Restart (off)');
    expect(lines).toContain('[ ] Enabled → set-enabled files true');
  });

  it('still is stopping one that is disabled but not yet gone', () => {
    expect(serverWords({ enabled: false, status: 'ready' })).toContain('Stop → stop files');
  });

  it('is not copying an address that it has not', () => {
    expect(serverWords({ url: null })).toContain('Copy address (off)');
  });
});

describe('the menu of a gateway that does not listen', () => {
  it.each([
    ['starting', 'The gateway is starting…'],
    ['stopping', 'The gateway is stopping…'],
    ['stopped', 'The gateway is stopped'],
  ] as const)('says that it is %s and has no address to copy', (status, sentence) => {
    const gateway = { ...healthyState().gateway, status, url: null };
    expect(
      words(healthyState({ gateway, servers: [] }))
        .split('\n')
        .slice(0, 2),
    ).toEqual([`${sentence} (words only)`, 'Copy address (off)']);
  });
});

describe('what needs a person', () => {
  it('is also a gateway that is not as configured', () => {
    const problem = { code: 'TLS_UNUSABLE', message: 'gateway.crt has expired.' } as const;
    const state = healthyState({ gateway: { ...healthyState().gateway, problem } });
    expect(menuWords(menuOf(state))[0]).toBe('⚠ gateway.crt has expired. → open-window /settings');
  });

  it('comes first: faults of the file, then failed servers with the reason', () => {
    const state = healthyState({
      config: { path: '/data/config.json', faults: [portFault()], loadedAt: 0 },
      servers: [
        filesServer(),
        filesServer({
          name: 'broken',
          status: 'failed',
          problem: { code: 'SERVER_FAILED', message: 'Command "npxx" was not found.' },
        }),
      ],
    });
    expect(menuWords(menuOf(state)).slice(0, 4)).toEqual([
      '⚠ config.json, line 3: gateway.port: is not a port. → open-window /settings/configuration',
      '⚠ broken: Command "npxx" was not found. → open-log broken',
      '---',
      'http://127.0.0.1:3004/mcp (words only)',
    ]);
  });

  it('begins with registered servers that wait, with what a person decides on', () => {
    const registrations = { servers: [sampleRegistration('good'), pendingRegistration('new')], clients: [] };
    expect(menuWords(menuOf(healthyState({ registrations }))).slice(0, 7)).toEqual([
      '⚠ new_1 waits for approval',
      '  http://127.0.0.1:8000/new (words only)',
      '  announced from 10.0.0.5 (words only)',
      '  ---',
      '  Approve → approve new_1',
      '  Remove → unregister new_1',
      '---',
    ]);
  });

  it('names no key for a fault of the whole document', () => {
    const faults = [portFault({ key: '', message: 'Unexpected end of file.' })];
    const state = healthyState({ config: { path: '', faults, loadedAt: 0 } });
    expect(menuWords(menuOf(state))[0]).toBe(
      '⚠ config.json, line 3: Unexpected end of file. → open-window /settings/configuration',
    );
  });

  it('is not a registered server that left', () => {
    const problem = { code: 'SERVER_OFFLINE', message: '"a_1" is offline.' } as const;
    const left = filesServer({ name: 'a_1', source: 'registered', status: 'failed', problem });
    const state = healthyState({ servers: [left] });
    expect(words(state)).not.toContain('⚠');
    expect(trayFace(state, english).icon).toBe('ready');
  });

  it('is not a server that is disabled', () => {
    const state = healthyState({ servers: [filesServer({ status: 'failed', enabled: false })] });
    expect(words(state)).not.toContain('⚠');
  });

  it('stays short when everything fails', () => {
    const servers = Array.from({ length: 30 }, (_unused, index) =>
      filesServer({ name: `server-${index}`, status: 'failed' }),
    );
    const lines = menuWords(menuOf(healthyState({ servers })));
    expect(lines.filter((line) => line.startsWith('⚠'))).toHaveLength(6);
    expect(lines[5]).toBe('⚠ 25 more… → open-window /');
  });
});

describe('a label', () => {
  it('is one line of at most so many characters, never half a character', () => {
    assert(
      property(string({ unit: 'grapheme' }), integer({ min: 1, max: 40 }), (text, length) => {
        const label = shortened(text, length);
        const count = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(label)].length;
        expect(count).toBeLessThanOrEqual(length);
        expect(label).not.toMatch(/[\n\r]/);
        expect(label.isWellFormed()).toBe(text.isWellFormed());
      }),
    );
  });
});
