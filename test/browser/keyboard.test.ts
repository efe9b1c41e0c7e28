import { describe, expect, test } from 'vitest';
import { focused, press } from '../support/focus.ts';
import { readyServer } from '../support/sample-servers.ts';
import { useScenes } from './scenes.ts';

const open = useScenes();
const servers = [readyServer('files'), readyServer('notes'), readyServer('web')];

describe('by keyboard', () => {
  test('Tab walks from the sections through filter, list and details to the log, the list being one stop', async () => {
    const { page } = await open({ servers, hash: '#/servers/files' });
    await page.getByRole('log').waitFor();
    const names: string[] = [];
    expect(await press(page, 'Tab')).toBe('Skip to the content');
    const sections = page.getByRole('navigation', { name: 'Sections' }).getByRole('link');
    const inOrder = await sections.evaluateAll((links) => links.map((link) => link.textContent.trim()));
    for (const section of inOrder) expect(await press(page, 'Tab')).toBe(section);
    for (let stop = 0; stop < 24; stop += 1) names.push(await press(page, 'Tab'));
    expect(names).toEqual([
      'Copy the gateway address',
      'Filter servers',
      'Add server',
      'All',
      'Configured',
      'Built in',
      'Order',
      'filesstdioready, 13 tools, 4 sessions',
      'files enabled',
      'Restart files',
      'Stop files',
      'Edit files',
      'Remove files',
      'Overview',
      'Tools13',
      'Resources0',
      'Prompts2',
      'Sessions and calls4',
      'Copy the address of files',
      'Copy what runs',
      'Wrap',
      'Follow',
      'Pause',
      'Log of files',
    ]);
  });

  test('arrow keys walk the list, up and down between servers, left and right between controls', async () => {
    const { page, row } = await open({ servers });
    await row('patchbay').getByRole('button').first().focus();
    expect(await press(page, 'ArrowDown')).toContain('files');
    expect(await press(page, 'ArrowRight')).toBe('Copy the address of files');
    expect(await press(page, 'ArrowRight')).toBe('Restart files');
    expect(await press(page, 'ArrowDown')).toBe('Restart notes');
    expect(await press(page, 'ArrowRight')).toBe('notes enabled');
    expect(await press(page, 'ArrowRight')).toBe('Stop notes');
    expect(await press(page, 'ArrowRight')).toBe('Stop notes');
    expect(await press(page, 'End')).toBe('Stop web');
    expect(await press(page, 'Home')).toContain('patchbay');
    expect(await press(page, 'ArrowUp')).toContain('patchbay');
  });

  test('Enter opens a server, Space presses its controls, and coming back by Tab finds the same place', async () => {
    const { page, backend, row } = await open({ servers });
    await row('patchbay').getByRole('button').first().focus();
    await press(page, 'ArrowDown');
    await press(page, 'ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'notes' }).waitFor();
    await press(page, 'ArrowRight');
    await press(page, 'ArrowRight');
    await page.keyboard.press('Space');
    await expect.poll(() => backend.called.map(({ name }) => name)).toContain('restartServer');
    await press(page, 'Tab');
    expect(await press(page, 'Shift+Tab')).toBe('Restart notes');
  });

  test('Escape empties the filter', async () => {
    const { page } = await open({ servers });
    const filter = page.getByRole('searchbox', { name: 'Filter servers' });
    await filter.fill('web');
    await filter.press('Escape');
    expect(await filter.inputValue()).toBe('');
  });

  test('in a narrow window the focus goes along into the details and back to the row', async () => {
    const { page, row } = await open({ servers, width: 800 });
    await row('notes').getByRole('button').first().focus();
    await page.keyboard.press('Enter');
    await page.getByRole('log', { name: 'Log of notes' }).waitFor();
    await expect.poll(async () => (await focused(page)).name).toBe('All servers');
    await page.keyboard.press('Enter');
    await row('notes').waitFor();
    await expect.poll(async () => (await focused(page)).name).toContain('notes');
  });
});
