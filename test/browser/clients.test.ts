// The clients' page: what is here, each change shown before it is made, imports, and snippets for all others.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../src/shared/errors.ts';
import { mockEntry } from '../support/mock-entry.ts';
import { openPage } from '../support/open-page.ts';
import { startPatchbay } from '../support/patchbay.ts';
import { sampleChange, sampleClients, sampleOffer, samplePlan } from '../support/sample-clients.ts';
import { stickingOut } from '../support/sticking-out.ts';
import { takePictures } from '../support/take-pictures.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { useScenes } from './scenes.ts';
import type { Scene, SceneOptions } from './scenes.ts';

const openScene = useScenes();

async function open(options: SceneOptions = {}): Promise<Scene> {
  const scene = await openScene({ hash: '#/overview', ...options });
  scene.backend.script = {
    listClients: () => sampleClients(),
    proposeConnection: () => sampleChange,
    proposeDisconnection: () => ({ ...sampleChange, consent: 'yes-to-leave' }),
    connectClient: () => sampleClients()[1] ?? Promise.reject(new Error('none')),
    checkClient: ({ client }) => ({ client, command: 'claude mcp get patchbay', result: 'reached' }),
    disconnectClient: () => sampleClients()[0] ?? Promise.reject(new Error('none')),
    readImport: () => sampleOffer,
    planImport: () => samplePlan,
    applyImport: () => ({
      client: 'claude-desktop',
      added: ['github-2'],
      missing: ['github_key'],
      isSwitched: true,
    }),
    undoImport: () => ({ client: 'cursor', removed: ['files'], kept: ['notes'], isRestored: true }),
    ...scene.backend.script,
  };
  await scene.page.evaluate(() => {
    window.location.hash = '#/clients';
  });
  await scene.page.getByRole('list', { name: 'Clients on this machine' }).waitFor();
  return scene;
}

const inputOf = ({ backend }: Scene, call: string): unknown =>
  backend.called.findLast(({ name }) => name === call)?.input;

describe('the clients of this machine', () => {
  test('are listed with what they are connected to, and connected after the change was shown', async () => {
    const scene = await open();
    const { page } = scene;
    const entries = page.getByRole('list', { name: 'Clients on this machine' }).getByRole('listitem');
    expect(await entries.count()).toBe(4);
    const text = await page.getByRole('main').innerText();
    for (const word of ['3 servers of its own', 'A comma is missing', 'Not on this machine: Zed and Cline.'])
      expect(text).toContain(word);
    await page.getByRole('button', { name: 'Connect Claude Desktop' }).click();
    const dialog = page.getByRole('dialog', { name: 'Connect Claude Desktop?' });
    await dialog.getByRole('region', { name: 'The change' }).waitFor();
    expect(await dialog.innerText()).toContain('"url": "http://127.0.0.1:3004/mcp",');
    expect(inputOf(scene, 'connectClient')).toBeUndefined();
    await dialog.getByRole('button', { name: 'Make this change' }).click();
    await page.getByText('Claude Desktop is connected. Start it anew').first().waitFor();
    const word = 'Asked by claude mcp get patchbay, Claude Desktop reaches Patchbay.';
    await page.getByRole('main').getByText(word).waitFor();
    expect(inputOf(scene, 'checkClient')).toEqual({ client: 'claude-desktop' });
    expect(inputOf(scene, 'connectClient')).toEqual({ consent: 'yes-to-change' });
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.getByRole('button', { name: 'Disconnect Cursor' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Make this change' }).click();
    await page.getByText('Cursor is disconnected.').first().waitFor();
    expect(inputOf(scene, 'disconnectClient')).toEqual({ consent: 'yes-to-leave' });
  });

  test('are left as they are by Escape, and say why a change was not made', async () => {
    const { page, backend } = await open({ expected: /409/ });
    backend.script.connectClient = () => {
      throw new AppError('CLIENT_FILE_CHANGED', 'mcp.json has been changed meanwhile.', {
        expected: 'Look at the change again; nothing was written.',
      });
    };
    await page.getByRole('button', { name: 'Connect Codex' }).click();
    const dialog = page.getByRole('dialog', { name: 'Connect Codex?' });
    await dialog.getByRole('button', { name: 'Make this change' }).click();
    await dialog.getByRole('alert').getByText('mcp.json has been changed meanwhile.').waitFor();
    await dialog.getByRole('button', { name: 'Show it again' }).click();
    await dialog.getByRole('button', { name: 'Make this change' }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => dialog.count()).toBe(0);
    const focused = (): Promise<string | null> =>
      page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null);
    await expect.poll(focused).toBe('Connect Codex');
  });

  test('have their servers imported: chosen, seen whole, agreed to', async () => {
    const scene = await open();
    const { page } = scene;
    await page.getByRole('button', { name: 'Import servers from Claude Desktop' }).click();
    const choosing = page.getByRole('dialog', { name: 'Import from Claude Desktop' });
    const list = choosing.getByRole('list', { name: 'Servers to import' });
    await list.waitFor();
    const text = await choosing.innerText();
    for (const word of [
      'as github-2',
      'npx -y @modelcontextprotocol/server-github',
      'x'.repeat(300),
      'A shell (sh) runs what stands behind it.',
      'Here already, as files',
      'Leads to Patchbay itself',
      'Cannot be imported: "args" is no list.',
      'Does not come along: envFile.',
    ])
      expect(text).toContain(word);
    // A danger is told apart from a note also for those who do not see its sign.
    const odd = choosing.getByRole('list', { name: 'What deserves a second look' });
    await odd.getByRole('img', { name: 'Warning' }).waitFor();
    await odd.getByRole('img', { name: 'Note' }).waitFor();
    expect(await choosing.getByRole('checkbox', { name: 'GITHUB_TOKEN' }).isChecked()).toBe(true);
    expect(await choosing.getByRole('checkbox', { name: 'LEVEL' }).isChecked()).toBe(false);
    await choosing.getByRole('textbox', { name: 'Value for key' }).fill('k-1');
    await choosing.getByRole('checkbox', { name: 'Import odd' }).uncheck();
    await choosing.getByRole('switch', { name: 'Switch Claude Desktop over to Patchbay' }).check();
    await takePictures(page, 'import-1280');
    await choosing.getByRole('button', { name: 'Review' }).click();
    const review = page.getByRole('dialog', { name: 'Add 1 server?' });
    await review.getByText('Kept as secrets: github_GITHUB_TOKEN and github_key').waitFor();
    expect(inputOf(scene, 'planImport')).toEqual({
      client: 'claude-desktop',
      servers: [
        { key: 'github', secrets: ['env.GITHUB_TOKEN', 'input.key'], inputs: { 'input.key': 'k-1' } },
      ],
      switchOver: true,
    });
    await review.getByRole('region', { name: 'The change' }).waitFor();
    await takePictures(page, 'import-review-1280');
    await review.getByRole('button', { name: 'Add 1 server' }).click();
    const done = page.getByRole('dialog', { name: 'Imported from Claude Desktop' });
    await done.getByText('github-2 is here now.').waitFor();
    await done.getByText('Still without a value: github_key.').waitFor();
    expect(inputOf(scene, 'applyImport')).toEqual({ consent: 'yes-to-import' });
    await done.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Undo the import from Cursor' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Undo import' }).click();
    await page.getByText('Changed since, and kept: notes.').first().waitFor();
  });

  test('that are unknown get snippets to copy, and a token of their own', async () => {
    const { page, clipboard, backend } = await open();
    backend.script.createToken = ({ name }) => ({
      id: 'x',
      name,
      token: 't.o.k',
      expiresAt: Date.now(),
      scopes: [],
    });
    await page.getByRole('button', { name: 'Copy the entry as a command' }).click();
    await expect
      .poll(clipboard)
      .toBe(JSON.stringify({ mcpServers: { patchbay: { command: 'patchbay', args: ['bridge'] } } }, null, 2));
    await page.getByRole('button', { name: 'Copy the entry as TOML' }).click();
    await expect.poll(clipboard).toContain('[mcp_servers.patchbay]\nurl = "http://127.0.0.1:3004/mcp"');
    await page.getByRole('button', { name: 'Make a token' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('emacs');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name: 'Token for emacs' }).waitFor()).resolves.toBeUndefined();
  });

  test.each([800, 1280])('fit into %i pixels, in both themes and with long names', async (width) => {
    const { page } = await open({ width });
    await takePictures(page, `clients-${width}`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    expect(await stickingOut(page)).toEqual([]);
    await page.getByRole('button', { name: 'Connect Claude Desktop' }).click();
    await page.getByRole('dialog').getByRole('region', { name: 'The change' }).waitFor();
    await takePictures(page, `connect-${width}`);
    expect(await stickingOut(page)).toEqual([]);
  });
});

test('a real client’s servers are imported, it is switched over, and all of it undone', async () => {
  const homeDir = await tempFolder();
  const file = join(homeDir, '.cursor', 'mcp.json');
  await mkdir(join(homeDir, '.cursor'));
  const { command, args } = mockEntry();
  const text = JSON.stringify({ mcpServers: { box: { command, args } } }, null, 2);
  await writeFile(file, text);
  const scene = await openScene({});
  const patchbay = await startPatchbay(
    {},
    {
      homeDir,
      console: { port: 0, pageDir: scene.pageDir },
    },
  );
  const link = (): string => patchbay.core.consoleLink() ?? '';
  const opened = await openPage(scene.browser, { link }, { hash: '#/clients' });
  const { page } = opened;
  await page.getByRole('button', { name: 'Import servers from Cursor' }).click();
  await page.getByRole('switch', { name: 'Switch Cursor over to Patchbay' }).check();
  await page.getByRole('button', { name: 'Review' }).click();
  await page.getByRole('button', { name: 'Add 1 server' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Disconnect Cursor' }).waitFor();
  await page.getByText('box is here now.').first().waitFor();
  const { result } = await patchbay.core.commands.callTool({
    server: 'box',
    tool: 'echo',
    arguments: { text: 'hi' },
  });
  expect(JSON.stringify(result)).toContain('hi');
  expect(await readFile(file, 'utf8')).not.toContain('"box"');
  await page.getByRole('button', { name: 'Undo the import from Cursor' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Undo import' }).click();
  await page.getByRole('button', { name: 'Connect Cursor', exact: true }).waitFor();
  expect(await readFile(file, 'utf8')).toBe(text);
  expect(opened.complaints).toEqual([]);
  await opened.close();
});
