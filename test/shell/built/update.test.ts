// The updater as it was built, library included, against a feed of this test: an AppImage that replaces itself.
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { inProject } from '../../../scripts/project.ts';
import { startShell } from '../../support/electron-double/drive.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { until } from '../../support/until.ts';

interface Feed {
  readonly url: string;
  readonly asked: string[];
}

/** Serves files by name until the test ends. */
async function serveFeed(files: Readonly<Record<string, string>>): Promise<Feed> {
  const asked: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    const { pathname } = new URL(url, 'http://feed');
    asked.push(pathname);
    const text = files[pathname.slice(1)];
    response.statusCode = text === undefined ? 404 : 200;
    response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === 'object' ? (address?.port ?? 0) : 0}`, asked };
}

/** Lets the built updater look for an update of the AppImage in `folder`. */
async function update(promised: string, served: string) {
  const folder = await tempFolder();
  const sha512 = createHash('sha512').update(promised).digest('base64');
  const name = 'Patchbay-9.9.9.AppImage';
  const file = `{ url: ${name}, sha512: ${sha512}, size: ${Buffer.byteLength(promised)} }`;
  const feed = await serveFeed({
    'latest-linux.yml': `version: 9.9.9\nfiles: [${file}]\npath: ${name}\nsha512: ${sha512}\n`,
    [name]: served,
  });
  const appImage = path.join(folder, 'Patchbay.AppImage');
  writeFileSync(appImage, 'the old one');
  writeFileSync(path.join(folder, 'app-update.yml'), `provider: generic\nurl: ${feed.url}\n`);
  const [built = ''] = globSync('out/main/chunks/electron-updates-*.js', { cwd: inProject() });
  const shell = startShell({
    entry: inProject('test', 'fixtures', 'updating-program.ts'),
    words: [pathToFileURL(inProject(built)).href, folder, folder],
    env: { APPIMAGE: appImage, XDG_CACHE_HOME: path.join(folder, 'cache'), TEST_FOLDER: folder },
    settings: { packaged: true },
  });
  onTestFinished(() => shell[Symbol.asyncDispose]());
  return { folder, appImage, feed, shell };
}

const newOne =
  '#!/bin/sh\necho started > "$TEST_FOLDER/started.new" && mv "$TEST_FOLDER/started.new" "$TEST_FOLDER/started"\n';

describe('the built updater', () => {
  it('fetches what the feed has, puts it in the place of the old one when all has ended, and starts it', async () => {
    const { folder, appImage, shell } = await update(newOne, newOne);
    expect([await shell.ended, shell.output()]).toEqual([0, { stdout: 'ready: 9.9.9\n', stderr: '' }]);
    expect(readFileSync(appImage, 'utf8')).toBe(newOne);
    expect(shell.world()?.lockReleased).toBe(true);
    await until('the new one', () => existsSync(path.join(folder, 'started')));
  });

  it('installs nothing that is not what the feed promised', async () => {
    const { folder, appImage, shell } = await update(newOne, newOne.replace('started', 'strange'));
    expect(await shell.ended).toBe(1);
    expect(shell.output().stdout).toMatch(/^Cannot look for an update: sha512 checksum mismatch.*\n$/);
    expect(readFileSync(appImage, 'utf8')).toBe('the old one');
    expect(existsSync(path.join(folder, 'started'))).toBe(false);
  });
});
