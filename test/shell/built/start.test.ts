import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { inProject } from '../../../scripts/project.ts';
import { callNames } from '../../../src/shared/contract.ts';
import { listening, menuWith, startBuiltShell } from '../../support/built-shell.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { until } from '../../support/until.ts';

describe('the app, started', () => {
  it('says where it is ready, in run.json and on stdout', async () => {
    const shell = await startBuiltShell();
    await shell.until((world) => world.windows.length > 0);
    const run = JSON.parse(readFileSync(path.join(shell.dataDir, 'run.json'), 'utf8')) as {
      url: string;
      pid: number;
    };
    expect(run.pid).toBe(shell.pid);
    await until('the line', () => shell.output().stdout.includes(`Patchbay ready on ${run.url}\n`));
  });

  it('shows the window and the tray', async () => {
    const shell = await startBuiltShell();
    await listening(shell);
    const world = await shell.until(({ windows }) => windows[0]?.visible === true);
    expect(world.trays).toHaveLength(1);
    expect(world.trays[0]?.image).toMatch(/ready\.png$/);
    expect(world.trays[0]?.toolTip).toMatch(/^Patchbay: /);
  });

  it('keeps the page in a sandbox, with the contract as its only way out', async () => {
    const shell = await startBuiltShell();
    const world = await shell.until(({ windows }) => windows[0]?.page !== null && windows.length > 0);
    const window = world.windows[0];
    expect(window?.options['webPreferences']).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
    });
    expect(window?.url).toBe('app://patchbay/index.html?lang=en');
    expect(window?.page?.status).toBe(200);
    expect(window?.page?.headers['content-security-policy']).toMatch(
      /^default-src 'none'; script-src 'self';/,
    );
    const { patchbay = [] } = window?.exposed ?? {};
    expect(Object.keys(window?.exposed ?? {})).toEqual(['patchbay']);
    expect([...patchbay].sort()).toEqual([...callNames, 'onState', 'onLogs', 'onPlayground'].sort());
  });

  it('keeps Chromium’s files below its own data folder', async () => {
    const shell = await startBuiltShell();
    const world = await shell.until(({ ready }) => ready);
    expect(world.paths['userData']).toBe(path.join(shell.dataDir, 'window'));
  });

  it('stays out of sight with --hidden, until the icon is clicked', async () => {
    const shell = await startBuiltShell({ words: ['--hidden'] });
    await listening(shell);
    expect(shell.world()?.windows).toEqual([]);
    await shell.clickTray();
    await shell.until(({ windows }) => windows[0]?.visible === true);
  });

  it('stays in the tray where the configuration says so, and speaks its language, the page included', async () => {
    const dataDir = await tempFolder();
    const desktop = { window: 'hidden', language: 'ru' };
    await writeFile(path.join(dataDir, 'config.json'), JSON.stringify({ desktop }));
    const shell = await startBuiltShell({ dataDir });
    await until('the ready line', () => shell.output().stdout.includes('Patchbay ready on '));
    await menuWith(shell, 'Открыть Patchbay');
    expect(shell.world()?.windows).toEqual([]);
    await shell.clickEntry(['Открыть Patchbay']);
    await shell.until(({ windows }) => windows[0]?.url === 'app://patchbay/index.html?lang=ru');
  });

  it('shows itself where no tray would', async () => {
    const env = { XDG_CURRENT_DESKTOP: 'GNOME', DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' };
    const shell = await startBuiltShell({ words: ['--hidden'], env });
    await shell.until(({ windows }) => windows[0]?.visible === true);
    await shell.closeWindow();
    expect(await shell.ended).toBe(0);
  });
});

describe('a second start', () => {
  it('on the same folder leaves everything to the first', async () => {
    const shell = await startBuiltShell({ settings: { lockTaken: true } });
    expect(await shell.ended).toBe(0);
    expect(shell.output().stdout).toContain('runs already');
    expect(existsSync(path.join(shell.dataDir, 'run.json'))).toBe(false);
  });

  it('brings the window of the first to the front', async () => {
    const shell = await startBuiltShell({ words: ['--hidden'] });
    await listening(shell);
    await shell.emit('app', 'second-instance', []);
    const world = await shell.until(({ windows }) => windows[0]?.visible === true);
    expect(world.windows).toHaveLength(1);
  });

  it('with a link has it shown there, and nothing added', async () => {
    const shell = await startBuiltShell({ words: ['--hidden'] });
    await listening(shell);
    const link = 'patchbay://add?name=a&command=x';
    await shell.emit('app', 'second-instance', ['patchbay', link]);
    const world = await shell.until(({ windows }) => windows[0]?.visible === true);
    expect(world.windows[0]?.url).toContain(`#/clients/add/${encodeURIComponent(link)}`);
    expect(readFileSync(path.join(shell.dataDir, 'config.json'), 'utf8')).not.toContain('"a"');
  });
});

describe('a start that cannot be', () => {
  it('because the port is taken is told in a dialog, with what to do', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => {
      other.close();
    });
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const shell = await startBuiltShell({ words: ['--port', String(port)] });
    expect(await shell.ended).toBe(1);
    const [said] = shell.world()?.dialogs ?? [];
    expect(said?.title).toBe('Patchbay cannot start');
    expect(said?.text).toContain(String(port));
    expect(said?.text).toContain('--port');
    expect(shell.world()?.windows).toEqual([]);
  });

  it('because the gateway runs without a desktop on the same folder names that process', async () => {
    const dataDir = await tempFolder();
    const words = ['serve', '--data-dir', dataDir, '--port', '0', '--console-port', '0'];
    const headless = spawn(process.execPath, [inProject('out', 'main', 'cli.js'), ...words], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(async () => {
      headless.kill('SIGTERM');
      await once(headless, 'close');
    });
    await once(headless.stdout, 'data');
    const shell = await startBuiltShell({ dataDir });
    expect(await shell.ended).toBe(1);
    expect(shell.world()?.dialogs[0]?.text).toContain(String(headless.pid));
  });

  it.each([
    [['--port', 'eighty'], '--port is "eighty"'],
    [['--log-level', 'loud'], '--log-level is "loud"'],
  ])('because of the words %j says which', async (words, sentence) => {
    const shell = await startBuiltShell({ words });
    expect(await shell.ended).toBe(1);
    expect(shell.world()?.dialogs[0]?.text).toContain(sentence);
    expect(shell.output().stderr).toContain(sentence);
  });

  it('because the data folder is a file says so', async () => {
    const folder = await tempFolder();
    const shell = await startBuiltShell({ words: ['--data-dir', path.join(folder, 'x')], dataDir: folder });
    await listening(shell);
    const file = path.join(shell.dataDir, 'x', 'config.json');
    const second = await startBuiltShell({ words: ['--data-dir', file], dataDir: folder });
    expect(await second.ended).toBe(1);
    expect(second.world()?.dialogs[0]?.text).toContain(file);
  });
});
