import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { listening, menuWith, mockServer, startBuiltShell, writeConfig } from '../../support/built-shell.ts';
import { processesWith } from '../../support/processes.ts';
import { until } from '../../support/until.ts';

const missing = { command: 'patchbay-no-such-command' };

describe('a server in the tray', () => {
  it('is started and stopped by a click, and the menu follows', async () => {
    const { entry, marker } = mockServer();
    const shell = await startBuiltShell({ servers: { mock: entry }, words: ['--hidden'] });
    await menuWith(shell, 'mock: ');
    await shell.clickEntry(['mock: ', 'Start']);
    expect(await menuWith(shell, /^mock: ready, \d+ tools/)).toContain('  Start (off)');
    expect(await processesWith(marker)).toHaveLength(1);
    await shell.clickEntry(['mock: ', 'Stop']);
    expect(await menuWith(shell, /^mock: (?!ready|stopping)/)).toContain('  Stop (off)');
    expect(await processesWith(marker)).toEqual([]);
  });

  it('is another process after a click on "Restart"', async () => {
    const { entry, marker } = mockServer();
    const shell = await startBuiltShell({ servers: { mock: entry }, words: ['--hidden'] });
    await menuWith(shell, 'mock: ');
    await shell.clickEntry(['mock: ', 'Start']);
    await menuWith(shell, /^mock: ready, \d+ tools/);
    const [first] = await processesWith(marker);
    await shell.clickEntry(['mock: ', 'Restart']);
    const [second] = await until('another process', async () => {
      const running = await processesWith(marker);
      return running.length === 1 && running[0]?.pid !== first?.pid ? running : null;
    });
    expect(second?.command).toBe(first?.command);
    expect(shell.world()?.notifications).toEqual([]);
  });

  it('is switched off and on again, in the file too', async () => {
    const shell = await startBuiltShell({ servers: { mock: mockServer().entry }, words: ['--hidden'] });
    await menuWith(shell, '[x] Enabled');
    await shell.clickEntry(['mock: ', 'Enabled']);
    expect(await menuWith(shell, '[ ] Enabled')).toContain('  Start (off)');
    expect(await readFile(shell.configFile, 'utf8')).toContain('"enabled": false');
    await shell.clickEntry(['mock: ', 'Enabled']);
    await menuWith(shell, '[x] Enabled');
  });

  it('gives its address to the clipboard', async () => {
    const shell = await startBuiltShell({ servers: { mock: mockServer().entry }, words: ['--hidden'] });
    const [all] = await listening(shell);
    await menuWith(shell, 'mock: ');
    await shell.clickEntry(['mock: ', 'Copy address']);
    await shell.until(({ clipboard }) => /^http:\/\/127\.0\.0\.1:\d+\/mcp\/mock$/.test(clipboard));
    await shell.clickEntry(['Copy address']);
    const world = await shell.until(({ clipboard }) => clipboard.endsWith('/mcp'));
    expect(all).toBe(`${world.clipboard} (off)`);
  });

  it('shows its log in the window', async () => {
    const shell = await startBuiltShell({ servers: { mock: mockServer().entry }, words: ['--hidden'] });
    await menuWith(shell, 'mock: ');
    await shell.clickEntry(['mock: ', 'Open log']);
    await shell.until(({ windows }) => windows[0]?.url === 'app://patchbay/index.html?lang=en#/logs/mock');
    await shell.clickEntry(['patchbay: ', 'Open log']);
    const world = await shell.until(({ windows }) => windows[0]?.url.endsWith('#/logs/patchbay') === true);
    expect(world.windows).toHaveLength(1);
  });
});

describe('what needs a person', () => {
  it('comes to the top of the menu and into the icon when a server fails', async () => {
    const shell = await startBuiltShell({ servers: { broken: missing }, words: ['--hidden'] });
    await menuWith(shell, 'broken: ');
    await shell.clickEntry(['broken: ', 'Start']);
    const menu = await menuWith(shell, '⚠ broken: ');
    expect(menu[0]).toContain('patchbay-no-such-command');
    const world = await shell.until(({ trays }) => trays[0]?.image.includes('attention') === true);
    expect(world.trays[0]?.toolTip).toBe('Patchbay: failed: broken');
    await shell.clickEntry(['⚠ broken']);
    await shell.until(({ windows }) => windows[0]?.url.endsWith('#/logs/broken') === true);
  });

  it('is told at once when a click does not work', async () => {
    const shell = await startBuiltShell({ servers: { broken: missing }, words: ['--hidden'] });
    await menuWith(shell, 'broken: ');
    await shell.clickEntry(['broken: ', 'Start']);
    const world = await shell.until(({ notifications }) => notifications.length > 0);
    expect(world.notifications[0]?.body).toContain('patchbay-no-such-command');
  });

  it('is told of once, by a notification that leads to it, and not again by the next start', async () => {
    const servers = { broken: { ...missing, start: 'eager' } };
    const first = await startBuiltShell({ servers, words: ['--hidden'] });
    await first.until(({ notifications }) => notifications.length > 0);
    await first.clickEntry(['broken: ', 'Start']);
    await first.until(({ notifications }) => notifications.length > 1);
    await first.clickNotification('broken does not work');
    await first.until(({ windows }) => windows[0]?.url.endsWith('#/servers/broken') === true);
    await first.clickEntry(['Quit Patchbay']);
    expect(await first.ended).toBe(0);
    expect(first.world()?.notifications.map(({ title }) => title)).toEqual([
      'broken does not work',
      'Patchbay',
    ]);
    const second = await startBuiltShell({ dataDir: first.dataDir, words: ['--hidden'] });
    await menuWith(second, '⚠ broken: ');
    await second.clickEntry(['Pause all servers']);
    await second.until(({ trays }) => trays[0]?.image.endsWith('paused.png') === true);
    await second.clickEntry(['Resume all servers']);
    await menuWith(second, 'Pause all servers');
    expect(second.world()?.notifications).toEqual([]);
  });

  it('puts the configuration for a client, with a token, on the clipboard, and says where it belongs', async () => {
    const shell = await startBuiltShell({ words: ['--hidden'] });
    await listening(shell);
    await shell.clickEntry(['Copy configuration for', 'Cursor']);
    const world = await shell.until(({ notifications }) => notifications.length > 0);
    expect(JSON.parse(world.clipboard)).toMatchObject({
      mcpServers: { patchbay: { headers: { Authorization: expect.stringMatching(/^Bearer /) as string } } },
    });
    expect(world.notifications[0]?.title).toBe('Copied for Cursor');
    expect(world.notifications[0]?.body).toContain('mcp.json');
  });

  it('is a fault of the file, with its line, until it is mended', async () => {
    const { entry } = mockServer();
    const shell = await startBuiltShell({ servers: { mock: entry }, words: ['--hidden'] });
    await menuWith(shell, 'mock: ');
    await writeFile(shell.configFile, '{\n  "mcpServers": {},\n  "gateway": { "port": "many" }\n}\n');
    const menu = await menuWith(shell, '⚠ config.json, line 3: gateway.port: ');
    expect(menu.some((line) => line.startsWith('mock: '))).toBe(true);
    await writeConfig(shell.configFile, { other: entry });
    expect((await menuWith(shell, 'other: ')).join('\n')).not.toContain('⚠');
  });
});

describe('the window', () => {
  it('hides when it is closed, and comes back from the menu', async () => {
    const shell = await startBuiltShell();
    await shell.until(({ windows }) => windows[0]?.visible === true);
    await shell.closeWindow();
    await shell.until(({ windows }) => windows[0]?.visible === false);
    await shell.clickEntry(['Open Patchbay']);
    const world = await shell.until(({ windows }) => windows[0]?.visible === true);
    expect(world.windows).toHaveLength(1);
  });

  it('is made anew after its page has crashed', async () => {
    const shell = await startBuiltShell();
    await shell.until(({ windows }) => windows[0]?.visible === true);
    await shell.crashPage();
    await shell.until(({ windows }) => windows[0]?.destroyed === true);
    await shell.emit('app', 'activate');
    const world = await shell.until(({ windows }) => windows[1]?.visible === true);
    expect(world.windows[1]?.page?.status).toBe(200);
  });
});
