// Electron's entry: puts the core and the parts of the shell together. Decides nothing.
import { execFile } from 'node:child_process';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import {
  app,
  clipboard,
  dialog,
  ipcMain,
  Menu,
  powerMonitor,
  protocol,
  safeStorage,
  session,
  shell as systemShell,
} from 'electron';
import { describeError } from '../shared/errors.ts';
import { createCore } from './core/core.ts';
import { leaveProcess } from './core/leave-process.ts';
import { systemClock } from './core/ports.ts';
import { coreOptions } from './core/start-options.ts';
import type { Core } from './core/types.ts';
import { applicationMenu } from './shell/application-menu.ts';
import { serveContract } from './shell/contract-ipc.ts';
import { openDesk } from './shell/desk.ts';
import { quitOnMistake, quitOnRequest, quitOnShutdown } from './shell/endings.ts';
import { electronSecretBox } from './shell/electron-secret-box.ts';
import { followDeepLinks } from './shell/deep-links.ts';
import { createEventPush } from './shell/event-push.ts';
import { sayCannotStart, sayMistake } from './shell/failures.ts';
import { lastingWords, readLaunchWords } from './shell/launch-options.ts';
import { electronLoginItem, startedAtLogin } from './shell/login-item.ts';
import { createMainWindow } from './shell/main-window.ts';
import { spokenWords } from './shell/messages/messages.ts';
import { pageAddress, pageScheme } from './shell/page-address.ts';
import { createPageHandler, pageSchemePrivileges } from './shell/page-protocol.ts';
import { createQuitter } from './shell/quitter.ts';
import type { Quitter } from './shell/quitter.ts';
import { hasReleaseFeed } from './shell/release-feed.ts';
import { hasTray } from './shell/tray-presence.ts';
import { Updates } from './shell/updates.ts';
import { denyPermissions, guardWebContents } from './shell/web-guards.ts';
import { makeWindowFolder } from './shell/window-folder.ts';

const { platform, env } = process;
const clock = systemClock();
const pageDir = path.join(import.meta.dirname, '../renderer');
const programDir = path.join(import.meta.dirname, '../..');
const resourceDir = app.isPackaged ? process.resourcesPath : path.join(import.meta.dirname, '../../build');
const page = pageAddress(app.isPackaged ? undefined : env['ELECTRON_RENDERER_URL']);
/** Longer than the longest stop of a child. */
const quitDeadlineMs = 10_000;

let core: Core | null = null;
const words = spokenWords(app, () => core?.state.get().desktop.language ?? 'system');

// A terminal that goes away takes its streams along; that is no reason to end.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

try {
  start();
} catch (error) {
  void sayCannotStart(error, words).finally(() => app.exit(1));
}

function start(): void {
  app.setName('Patchbay');
  // Windows shows notifications of programs that it knows by this name only.
  if (platform === 'win32') app.setAppUserModelId('io.patchbay.app');
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([pageSchemePrivileges]);
  const launch = readLaunchWords(process.argv.slice(1));
  const options = coreOptions(
    launch.flags,
    { env, platform, homeDir: homedir(), workingDir: process.cwd() },
    { version: app.getVersion(), pageDir, programDir, logToConsole: !app.isPackaged },
  );
  app.setPath('userData', makeWindowFolder(options.dataDir));
  if (!app.requestSingleInstanceLock()) {
    process.stdout.write('Patchbay runs already; its window is shown.\n');
    app.exit(0);
    return;
  }

  const secretBox = electronSecretBox({ app, safeStorage, platform });
  const loginItem = electronLoginItem({
    app,
    platform,
    env,
    homeDir: homedir(),
    execPath: process.execPath,
    words: lastingWords(launch.flags, process.cwd()),
  });
  const own = createCore({ ...options, secretBox, loginItem });
  core = own;
  const hasFeed = hasReleaseFeed({ app, platform, env, resourceDir });
  const updates = new Updates({
    load: hasFeed
      ? async () => (await import('./shell/electron-updates.ts')).electronUpdater(platform)
      : null,
    clock,
    isWanted: () => own.state.get().desktop.updates,
    note: (message) => own.noteTrouble(message),
  });
  const quitter = createQuitter({
    clock,
    stop: () => {
      updates.close();
      return own.stop();
    },
    endNow: () => own.endNow(),
    exit: (status) => leaveProcess(process, status, (usual) => app.exit(usual)),
    deadlineMs: quitDeadlineMs,
    install: () => updates.install(),
  });
  quitOnRequest({ app, clock, process }, quitter);
  quitOnMistake({ process }, quitter, {
    note: (error) => own.noteMistake(error),
    say: (mistake) => sayMistake(mistake, words()),
  });
  const hidden = launch.hidden || startedAtLogin({ app, platform });
  void run({ core: own, quitter, updates, hidden, dataDir: options.dataDir }).catch(
    async (error: unknown) => {
      if (quitter.begun) return;
      await sayCannotStart(error, words);
      quitter.quit(1);
    },
  );
}

interface Run {
  readonly core: Core;
  readonly quitter: Quitter;
  readonly updates: Updates;
  readonly hidden: boolean;
  readonly dataDir: string;
}

async function run({ core, quitter, updates, hidden, dataDir }: Run): Promise<void> {
  const started = core.start();
  // Waited for below; this keeps an early failure from counting as unhandled meanwhile.
  started.catch(() => undefined);

  let reachable = true;
  const events = createEventPush({
    host: core,
    clock,
    send: (channel, value) => window.send(channel, value),
  });
  const window = createMainWindow({
    preload: path.join(import.meta.dirname, '../preload/index.cjs'),
    page,
    icon: path.join(resourceDir, 'icons/512x512.png'),
    language: () => words().locale,
    hidesOnClose: () => reachable,
    quit: () => quitter.quit(),
    quitWithSystem: () => quitter.quitWithSystem(),
    onPageGone: events.reset,
  });
  serveContract({ ipc: ipcMain, commands: core.commands, events, isOurs: window.isOurs });
  guardWebContents({
    app,
    isOurPage: (url) => url.startsWith(`${page.origin}/`),
    openExternal: (url) => {
      systemShell
        .openExternal(url)
        .catch((error: unknown) => dialog.showErrorBox('Patchbay', describeError(error)));
    },
  });
  const links = followDeepLinks({ app, words: process.argv, show: window.show });
  app.on('activate', () => window.show());

  await app.whenReady();
  quitOnShutdown(powerMonitor, quitter);
  protocol.handle(pageScheme, createPageHandler(pageDir));
  denyPermissions(session.defaultSession);
  Menu.setApplicationMenu(applicationMenu(platform, words()));
  openDesk({
    core,
    clock,
    platform,
    imageDir: path.join(resourceDir, 'tray'),
    toldPath: path.join(makeWindowFolder(dataDir), 'notified.json'),
    words,
    copy: (text) => clipboard.writeText(text),
    window,
    quit: () => quitter.quit(),
    update: updates,
    restartToUpdate: () => {
      updates.wantRestart();
      quitter.quit();
    },
  });

  await started;
  process.stdout.write(`Patchbay ready on ${core.state.get().gateway.url}\n`);
  const isLinked = links.begin();
  if (!isLinked && !hidden && core.state.get().desktop.window === 'open') window.show();
  const run = promisify(execFile);
  reachable = await hasTray({
    platform,
    env,
    run: async (program, words) => (await run(program, [...words], { timeout: 2000 })).stdout,
  });
  if (!reachable) window.show();
}
