// The tray after each change, by the rules of the three systems, on the double of Electron.
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { inProject } from '../../scripts/project.ts';
import { menuLines, startShell } from '../support/electron-double/drive.ts';
import type { DrivenShell } from '../support/electron-double/drive.ts';
import type { DoubleSettings } from '../support/electron-double/settings.ts';
import type { World } from '../support/electron-double/world.ts';
import { tempFolder } from '../support/temp-folder.ts';
import type { TrayStateName } from '../support/tray-states.ts';

interface Desk {
  readonly shell: DrivenShell;
  /** Brings the gateway into a state, and waits for the tray to say so. */
  readonly turn: (name: TrayStateName, fits: (world: World) => boolean) => Promise<World>;
}

async function openDesk(platform: string, settings: DoubleSettings = {}, folder?: string): Promise<Desk> {
  const told = path.join(folder ?? (await tempFolder()), 'notified.json');
  const entry = inProject('test', 'fixtures', 'desk-program.ts');
  const shell = startShell({ entry, words: [platform, inProject('build', 'tray'), told], settings });
  onTestFinished(() => shell[Symbol.asyncDispose]());
  await shell.until(({ trays }) => trays[0] !== undefined && trays[0].menusSet > 0);
  return {
    shell,
    turn: async (name, fits) => {
      await shell.emit('app', name);
      return shell.until(fits);
    },
  };
}

const image = (world: World): string => path.basename(world.trays[0]?.image ?? '');
const lines = (world: World): readonly string[] => menuLines(world.trays[0]?.menu ?? []);

describe.each([
  ['darwin', 'readyTemplate.png', 'attentionTemplate.png', 'pausedTemplate.png', 'offTemplate.png'],
  ['win32', 'ready-light.ico', 'attention-light.ico', 'paused-light.ico', 'off-light.ico'],
  ['linux', 'ready.png', 'attention.png', 'paused.png', 'off.png'],
] as const)('on %s', (platform, ready, attention, paused, off) => {
  it('icon, tooltip and menu follow each state; the menu is set anew with each change', async () => {
    const { shell, turn } = await openDesk(platform);
    expect(image(await shell.until((world) => image(world) === off))).toBe(off);
    const states: readonly (readonly [TrayStateName, string, string])[] = [
      ['healthy', ready, 'files: ready, 13 tools, 4 sessions'],
      ['failed', attention, '⚠ github: "github" cannot start: the command "github-mcp" was not found.'],
      ['waiting', attention, '⚠ new_1 waits for approval'],
      ['paused', paused, 'Resume all servers'],
      ['stopped', off, 'The gateway is stopped (off)'],
    ];
    let menus = shell.world()?.trays[0]?.menusSet ?? 0;
    for (const [name, icon, line] of states) {
      const world = await turn(name, (now) => image(now) === icon && lines(now).includes(line));
      const set = world.trays[0]?.menusSet ?? 0;
      // Linux shows a menu's changes only where the menu is set again.
      expect(set).toBeGreaterThan(menus);
      menus = set;
    }
    expect(shell.world()?.trays).toHaveLength(1);
  });

  it('a click on the icon opens the menu on macOS, and the window elsewhere', async () => {
    const { shell, turn } = await openDesk(platform);
    await turn('healthy', (world) => image(world) === ready);
    await shell.clickTray();
    await shell.clickEntry(['Copy address']);
    const world = await shell.until(({ clipboard }) => clipboard !== '');
    expect(world.openedLinks).toEqual(platform === 'darwin' ? [] : ['window ']);
  });
});

it('on Windows the icon follows the theme of the taskbar at once', async () => {
  const { shell, turn } = await openDesk('win32', { darkTaskbar: false });
  await turn('healthy', (world) => image(world) === 'ready-light.ico');
  await shell.emit('app', 'dark-taskbar');
  await shell.until((world) => image(world) === 'ready-dark.ico');
  const world = await turn('failed', (now) => image(now).startsWith('attention'));
  expect(image(world)).toBe('attention-dark.ico');
});

it('approves, pauses, resumes and copies configurations from the menu, in the person’s language', async () => {
  const { shell, turn } = await openDesk('linux', { languages: ['ru-RU', 'en'] });
  await turn('waiting', (world) => lines(world).includes('⚠ new_1 ждёт подтверждения'));
  await shell.clickEntry(['⚠ new_1', 'Подтвердить']);
  await shell.clickEntry(['Приостановить все серверы']);
  await shell.clickEntry(['Скопировать настройку для', 'Zed']);
  const world = await shell.until(({ notifications }) => notifications.length > 0);
  expect(world.openedLinks).toEqual([
    'approveRegistration {"key":"new_1"}',
    'pauseServers {}',
    'clientSnippet {"client":"zed"}',
  ]);
  expect(world.clipboard).toBe('{}');
  expect(world.notifications[0]?.title).toBe('Скопировано для Zed');
});

describe('notifications', () => {
  it('come once of one thing, lead to its place, and are taken back when it is over', async () => {
    const folder = await tempFolder();
    const { shell, turn } = await openDesk('linux', {}, folder);
    await turn('failed', ({ notifications }) => notifications.length === 1);
    await turn('healthy', ({ notificationsClosed }) => notificationsClosed === 1);
    await turn('failed', (world) => image(world) === 'attention.png');
    const world = await turn('waiting', ({ notifications }) => notifications.length === 2);
    expect(world.notifications).toEqual([
      {
        title: 'github does not work',
        body: '"github" cannot start: the command "github-mcp" was not found.',
      },
      {
        title: 'Let new_1 in?',
        body: 'A server at http://127.0.0.1:8000/new registered itself from 10.0.0.5 and waits for approval.',
      },
    ]);
    await shell.clickNotification('Let new_1 in?');
    await shell.until(({ openedLinks }) => openedLinks.includes('window /registrations'));

    const again = await openDesk('linux', {}, folder);
    await again.turn('waiting', (now) => image(now) === 'attention.png');
    const later = await again.turn('faulty', ({ notifications }) => notifications.length > 0);
    expect(later.notifications.map(({ title }) => title)).toEqual(['1 fault in config.json']);
  });
});

it('an update that is ready is told once and waits in the menu until somebody restarts', async () => {
  const { shell, turn } = await openDesk('linux');
  await turn('healthy', (world) => image(world) === 'ready.png');
  await shell.emit('app', 'update');
  const world = await shell.until((now) => lines(now).includes('Restart to update to 2.0.0'));
  expect(world.notifications).toEqual([
    {
      title: 'Patchbay 2.0.0 is ready',
      body: 'It is installed when you quit Patchbay; restart from the tray whenever it suits you.',
    },
  ]);
  expect(world.openedLinks).toEqual([]);
  await shell.clickEntry(['Restart to update to 2.0.0']);
  await shell.until(({ openedLinks }) => openedLinks.includes('restart to update'));
});
