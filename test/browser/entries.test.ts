// Servers added, changed, removed and put back on the page, with a yes to what will run.
import { describe, expect, test } from 'vitest';
import type { CallInput } from '../../src/shared/contract.ts';
import { readyServer } from '../support/sample-servers.ts';
import { sampleServer } from '../support/scripted-host.ts';
import { check, command, consentView, picture } from './manage-scenes.ts';
import { useScenes } from './scenes.ts';

const open = useScenes();

describe('a new server', () => {
  test('is checked while it is typed, shown whole, and added only with a yes', async () => {
    const { page, backend } = await open({ servers: [readyServer('files')] });
    backend.script = {
      checkServer: check,
      proposeServer: () => consentView,
      addServer: ({ name }) => {
        backend.change({ servers: [...backend.state().servers, sampleServer(name)] });
        return sampleServer(name);
      },
    };
    await page.getByRole('button', { name: 'Add server' }).click();
    const form = page.getByRole('dialog', { name: 'Add a server' });
    const next = form.getByRole('button', { name: 'Continue' });
    expect(await next.getAttribute('aria-disabled')).toBe('true');
    await form.getByRole('textbox', { name: 'Name' }).fill('files');
    await form.getByRole('textbox', { name: 'Command' }).fill('nothing');
    await form.getByText('Not found in 9 folders of PATH.').waitFor();
    await form.getByText('There is a server "files" already. Expected: another name').waitFor();
    expect(await next.getAttribute('aria-disabled')).toBe('true');
    await form.getByRole('textbox', { name: 'Name' }).fill('notes');
    await form.getByRole('textbox', { name: 'Command' }).fill('npx');
    await form
      .getByRole('textbox', { name: 'Arguments' })
      .fill('-y\n@modelcontextprotocol/server-filesystem');
    await form.getByRole('textbox', { name: 'Environment' }).fill('API_KEY=${secret:KEY}\nMODE');
    await form.getByText('“MODE” has no value.').waitFor();
    await form.getByRole('textbox', { name: 'Environment' }).fill('API_KEY=${secret:KEY}\nMODE=text');
    await form.getByText('Found: /usr/bin/npx').waitFor();
    await expect.poll(() => next.getAttribute('aria-disabled')).toBe('false');
    await picture(page, 'form');
    await next.click();
    const question = page.getByRole('alertdialog', { name: 'Run this as “notes”?' });
    await question.getByText(command, { exact: true }).waitFor();
    await question.getByText('It asks for more rights than you have.').waitFor();
    await question.getByText('API_KEY=[redacted]').waitFor();
    await expect
      .poll(() =>
        question.getByRole('button', { name: 'Back' }).evaluate((one) => one === document.activeElement),
      )
      .toBe(true);
    await picture(page, 'consent');
    expect(backend.called.some(({ name }) => name === 'addServer')).toBe(false);
    await question.getByRole('button', { name: 'Yes, add and allow it to run' }).click();
    await page.getByRole('heading', { name: 'notes', level: 2 }).waitFor();
    const input: CallInput<'addServer'> = {
      name: 'notes',
      consent: 'the-consent',
      entry: {
        command: 'npx',
        args: ['-y', '@modelcontextprotocol/server-filesystem'],
        env: { API_KEY: '${secret:KEY}', MODE: 'text' },
      },
    };
    expect(backend.called.find(({ name }) => name === 'addServer')?.input).toEqual(input);
    const checks = backend.called.filter(({ name }) => name === 'checkServer').length;
    expect(checks).toBeLessThan(12);
  });

  test('behind a URL needs no yes, and a URL that does not answer yet may be added', async () => {
    const { page, backend } = await open();
    backend.script = {
      checkServer: check,
      proposeServer: () => ({ ...consentView, consent: null }),
      addServer: ({ name }) => {
        backend.change({ servers: [...backend.state().servers, sampleServer(name)] });
        return sampleServer(name);
      },
    };
    await page.getByRole('button', { name: 'Add server' }).click();
    await page.getByRole('radio', { name: 'A URL' }).check();
    await page.getByRole('textbox', { name: 'Name' }).fill('remote');
    await page.getByRole('textbox', { name: 'URL' }).fill('http://127.0.0.1:9/mcp');
    await page.getByRole('textbox', { name: 'Headers' }).fill('Authorization: Bearer ${TOKEN}');
    await page.getByText('No answer: nobody listens there.').waitFor();
    await page.setViewportSize({ width: 800, height: 700 });
    await picture(page, 'form-url-800');
    await page.getByRole('dialog').getByRole('button', { name: 'Add server' }).click();
    await page.getByRole('heading', { name: 'remote', level: 2 }).waitFor();
    expect(backend.called.find(({ name }) => name === 'addServer')?.input).toEqual({
      name: 'remote',
      entry: { url: 'http://127.0.0.1:9/mcp', headers: { Authorization: 'Bearer ${TOKEN}' } },
    });
  });
});

describe('a server of the configuration', () => {
  test('is changed with what the form does not show, and with a yes where what runs is another', async () => {
    const { page, backend } = await open({ servers: [readyServer('notes')], hash: '#/servers/notes' });
    backend.script = {
      readServerEntry: ({ name }) => ({
        name,
        entry: { command: 'npx', args: ['-y', 'x'], env: { KEY: '[redacted]' }, alwaysAllow: ['a'] },
      }),
      checkServer: check,
      proposeServerChange: () => consentView,
      changeServer: ({ name }) => readyServer(name),
    };
    await page.getByRole('button', { name: 'Edit notes' }).click();
    const form = page.getByRole('dialog', { name: 'Edit notes' });
    await form.getByRole('textbox', { name: 'Arguments' }).fill('-y\ny');
    await form.getByText('Found: /usr/bin/npx').waitFor();
    await expect
      .poll(() => form.getByRole('button', { name: 'Continue' }).getAttribute('aria-disabled'))
      .toBe('false');
    await form.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'Yes, save and allow it to run' }).click();
    await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    expect(backend.called.find(({ name }) => name === 'changeServer')?.input).toEqual({
      name: 'notes',
      consent: 'the-consent',
      entry: { command: 'npx', args: ['-y', 'y'], env: { KEY: '[redacted]' }, alwaysAllow: ['a'] },
    });
  });

  test('is removed, and comes back by Undo', async () => {
    const { page, backend } = await open({ servers: [readyServer('notes')], hash: '#/servers/notes' });
    const { servers } = backend.state();
    backend.script = {
      removeServer: ({ name }) => {
        backend.change({ servers: servers.slice(0, 1) });
        return { removed: name, undo: 'the-undo' };
      },
      restoreServer: ({ undo }) => {
        expect(undo).toBe('the-undo');
        backend.change({ servers });
        return readyServer('notes');
      },
    };
    await page.getByRole('button', { name: 'Remove notes' }).click();
    await page.getByText('notes was removed from config.json.').waitFor();
    await picture(page, 'removed');
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('heading', { name: 'notes', level: 2 }).waitFor();
    await page.getByText('notes was removed').waitFor({ state: 'detached' });
  });
});
