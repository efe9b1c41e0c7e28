// Every section of the page, full: pictures in all widths and both themes, with nothing that sticks out; and by keyboard.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { sectionIds } from '../../src/renderer/state/routes.ts';
import { showTheme, themes } from '../support/axe.ts';
import { walkThrough } from '../support/focus.ts';
import { moving } from '../support/moving.ts';
import { callsScript, mixedCalls } from '../support/sample-calls.ts';
import { sampleClients } from '../support/sample-clients.ts';
import { playgroundScript, samplePlace } from '../support/sample-playground.ts';
import { pendingRegistration, sampleRegistration } from '../support/sample-registrations.ts';
import { longServers, mixedServers } from '../support/sample-servers.ts';
import { mixedTokens } from '../support/sample-tokens.ts';
import { stickingOut } from '../support/sticking-out.ts';
import { useScenes, type Scene } from './scenes.ts';

const open = useScenes();
const pictures = fileURLToPath(new URL('../../test-results/page', import.meta.url));
const widths = [800, 1280, 1600];

/** What shows that a section is there, whole. */
const places: Readonly<Record<string, (page: Page) => ReturnType<Page['getByText']>>> = {
  '#/overview': (page) => page.getByRole('region', { name: 'Needs attention' }),
  '#/servers': (page) => page.getByRole('row').filter({ hasText: 'postgres' }),
  '#/registrations': (page) => page.getByRole('listitem', { name: 'stranger_1' }),
  '#/clients': (page) => page.getByRole('listitem').filter({ hasText: 'Claude Desktop' }),
  '#/activity/29': (page) =>
    page.getByRole('region', { name: 'Call 29' }).getByRole('group', { name: 'Request' }),
  '#/logs': (page) => page.getByRole('log').getByText('the last line'),
  [samplePlace]: (page) => page.getByRole('textbox', { name: 'title' }),
  '#/settings/general': (page) => page.getByRole('textbox', { name: 'Port' }),
  '#/settings/configuration': (page) => page.getByRole('textbox', { name: 'config.json' }),
  '#/settings/tokens': (page) => page.getByRole('button', { name: 'New token' }),
};

async function openFull(): Promise<Scene & { readonly show: (hash: string) => Promise<void> }> {
  const scene = await open({ servers: [...mixedServers(Date.now()), ...longServers()], hash: '#/' });
  const { page, backend } = scene;
  backend.script = {
    ...callsScript({ calls: mixedCalls(200), isOn: true, generation: 1 }),
    listClients: sampleClients,
    listTokens: mixedTokens,
    ...playgroundScript(backend),
  };
  const long = sampleRegistration('x'.repeat(64), { url: `http://127.0.0.1:8000/${'x'.repeat(400)}` });
  const client = { name: 'n'.repeat(200), version: '1', sessions: 1, lastActivityAt: Date.now() };
  const servers = [sampleRegistration('notes'), pendingRegistration('stranger'), long];
  backend.change({ registrations: { servers, clients: [client] } });
  backend.log({ text: 'word '.repeat(300), source: 'files', level: 'error' }, { text: 'the last line' });
  const show = async (hash: string): Promise<void> => {
    await page.evaluate((to) => location.assign(to), hash);
    await places[hash]?.(page).first().waitFor();
    if (hash === samplePlace) await runTwice(page);
  };
  return { ...scene, show };
}

/** A result, and one before it. */
async function runTwice(page: Page): Promise<void> {
  const result = page.getByRole('region', { name: 'Result' });
  await page.getByRole('textbox', { name: 'title' }).fill('Groceries');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await result.getByText(/^Run 1\./).waitFor();
  await page.getByRole('button', { name: 'Run again', exact: true }).click();
  await result.getByText(/^Run 2\./).waitFor();
}

/** What a new width moves is in its place, and drawn. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    await Promise.all(document.getAnimations().map(async (one) => one.finished.catch(() => {})));
  });
}

test('all of them fit into every width, in both themes', async () => {
  const { page, show } = await openFull();
  await mkdir(pictures, { recursive: true });
  const shown = Object.keys(places);
  expect(sectionIds.filter((id) => !shown.some((hash) => hash.startsWith(`#/${id}`)))).toEqual([]);
  for (const hash of shown) {
    await show(hash);
    for (const theme of themes) {
      await showTheme(page, theme);
      for (const width of widths) {
        await page.setViewportSize({ width, height: 800 });
        await settled(page);
        const name = hash.slice(2).replaceAll('/', '-');
        await page.screenshot({ path: join(pictures, `section-${name}-${width}-${theme}.png`) });
        expect([hash, width, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([
          hash,
          width,
          width,
        ]);
        expect([hash, width, await stickingOut(page)]).toEqual([hash, width, []]);
      }
    }
  }
});

const settings = ['General', 'Configuration file', 'Access tokens'];
const walks: Readonly<Record<string, readonly string[]>> = {
  '#/activity/29': [
    'Record calls',
    'Clear',
    'Filter',
    'Outcome',
    'Client',
    'Server',
    'Follow',
    'Calls',
    'Call again',
    'Close',
    'Facts',
    'Log at this moment',
    'Copy: Request',
    'Request',
    'Before the answer: 2 messages',
    'Copy: Answer',
    'Answer',
  ],
  '#/clients': [
    'Add from a file or a link',
    'First steps',
    'Import servers from Claude Desktop',
    'Connect Claude Desktop',
    'Undo the import from Cursor',
    'Import servers from Cursor',
    'Disconnect Cursor',
    'Connect Codex',
    'Make a token',
    'By address',
    'Copy the entry by address',
    'As a command',
    'Copy the entry as a command',
    'As TOML',
    'Copy the entry as TOML',
  ],
  '#/settings/general': [
    ...settings,
    'Port',
    'Address',
    'Copy the address of the metrics',
    'Window at the start',
    'Notifications',
    'Language',
    'Calls',
    'Servers may announce themselves',
    'Approval',
    'Announcing',
    'Encryption',
    'Hold back changed tools',
    'Server’s name before tools',
    'Level',
    'Advanced',
  ],
  '#/settings/configuration': [...settings, 'Copy the path of the file', 'Versions', 'config.json'],
  '#/settings/tokens': [
    ...settings,
    'New token',
    'Revoke cursor',
    'Revoke ci',
    'Revoke leaked',
    'Revoke old laptop',
    'Rotate the secret',
  ],
};

test('Tab comes by everything in each section, in the order in which it is read, and nothing is in motion', async () => {
  const { page, show } = await openFull();
  for (const hash of Object.keys(places)) {
    await show(hash);
    // Tall enough for the longest, so that what is scrolled is not taken for lower than the bar under it.
    await page.setViewportSize({ width: 1280, height: hash === samplePlace ? 2400 : 800 });
    const names = await walkThrough(page);
    expect([hash, await moving(page)]).toEqual([hash, []]);
    // Texts that can be scrolled are stops as well.
    const stops = names.filter((name) => !name.includes('\n'));
    expect([hash, ...stops]).toEqual([hash, ...(walks[hash] ?? stops)]);
  }
});
