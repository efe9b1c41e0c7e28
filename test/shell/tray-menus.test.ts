// The whole menu of each situation as a person reads it, with what each click asks for; kept in menus/, to be read.
import { describe, expect, it } from 'vitest';
import { inProject } from '../../scripts/project.ts';
import { trayMenu } from '../../src/main/shell/menu-model.ts';
import { english } from '../../src/main/shell/messages/english.ts';
import { russian } from '../../src/main/shell/messages/russian.ts';
import { RecentFailures } from '../../src/main/shell/recent-failures.ts';
import { trayFace } from '../../src/main/shell/tray-face.ts';
import type { AppState } from '../../src/shared/state.ts';
import { menuWords } from '../support/menu-words.ts';
import { trayStates } from '../support/tray-states.ts';

const now = 1_700_000_000_000;
const clients = [
  { id: 'claude-desktop', name: 'Claude Desktop' },
  { id: 'cursor', name: 'Cursor' },
];
/** The last: the version that can be installed. */
const situations: readonly (readonly [name: string, state: AppState, update: string | null])[] = [
  ...Object.entries(trayStates).map(([name, state]) => [name, state, null] as const),
  ['updatable', trayStates.healthy, '1.2.0'],
];
/** Moments are in the reader's time zone. */
const withoutTimes = (line: string): string => line.replaceAll(/\b\d{2}:\d{2}\b/g, '12:34');

describe.each([
  ['english', english],
  ['russian', russian],
])('in %s', (language, words) => {
  it.each(situations)('the tray of a gateway that is %s', async (name, state, update) => {
    const failures = new RecentFailures(() => now);
    failures.see(state);
    const { icon, tooltip } = trayFace(state, words);
    const menu = menuWords(trayMenu({ state, failures: failures.all, clients, update, words, now }));
    const text = [`icon: ${icon}`, `tooltip: ${tooltip}`, '', ...menu].map(withoutTimes).join('\n');
    await expect(`${text}\n`).toMatchFileSnapshot(
      inProject('test', 'shell', 'menus', language, `${name}.txt`),
    );
  });
});
