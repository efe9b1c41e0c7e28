// Electron's entry: puts the core and the parts of the shell together. Decides nothing.
import { execFile } from 'node:child_process';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import {
  app,
  clipboard,
  ipcMain,
  Menu,
  powerMonitor,
  protocol,
  safeStorage,
  session,
  shell as systemShell,
} from 'electron';
import { createCore } from './core/core.ts';
import { leaveProcess } from './core/leave-process.ts';
import { systemClock } from './core/ports.ts';
import { coreOptions } from './core/start-options.ts';
import type { Core } from './core/types.ts';
import { applicationMenu } from './shell/application-menu.ts';
import { serveContract } from './shell/contract-ipc.ts';
import { quitOnMistake, quitOnRequest, quitOnShutdown } from './shell/endings.ts';
import { electronSecretBox } from './shell/electron-secret-box.ts';
import { createEventPush } from './shell/event-push.ts';
import { notifyFailure, sayCannotStart, sayMistake } from './shell/failures.ts';
import { readLaunchWords } from './shell/launch-options.ts';
import { createMainWindow } from './shell/main-window.ts';
import { pageAddress, pageScheme } from './shell/page-address.ts';
import { createPageHandler, pageSchemePrivileges } from './shell/page-protocol.ts';
import { createQuitter } from './shell/quitter.ts';
import type { Quitter } from './shell/quitter.ts';
import { openTray } from './shell/tray.ts';
import { hasTray } from './shell/tray-presence.ts';
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

// A terminal that goes away takes its streams along; that is no reason to end.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

try {
  start();
} catch (error) {
  void sayCannotStart(error).finally(() => app.exit(1));
}

function start(): void {
  app.setName('Patchbay');
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
  const core = createCore({ ...options, secretBox });
  const quitter = createQuitter({
    clock,
    stop: () => core.stop(),
    endNow: () => core.endNow(),
    exit: (status) => leaveProcess(process, status, (usual) => app.exit(usual)),
    deadlineMs: quitDeadlineMs,
  });
  quitOnRequest({ app, clock, process }, quitter);
  quitOnMistake({ process }, quitter, {
    note: (error) => core.noteMistake(error),
    say: sayMistake,
  });
  void run(core, quitter, launch.hidden).catch(async (error: unknown) => {
    if (quitter.begun) return;
    await sayCannotStart(error);
    quitter.quit(1);
  });
}

async function run(core: Core, quitter: Quitter, hidden: boolean): Promise<void> {
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
    hidesOnClose: () => reachable,
    quit: () => quitter.quit(),
    onPageGone: events.reset,
  });
  serveContract({ ipc: ipcMain, commands: core.commands, events, isOurs: window.isOurs });
  guardWebContents({
    app,
    isOurPage: (url) => url.startsWith(`${page.origin}/`),
    openExternal: (url) => {
      systemShell.openExternal(url).catch(notifyFailure);
    },
  });
  app.on('second-instance', () => window.show());
  app.on('activate', () => window.show());

  await app.whenReady();
  quitOnShutdown(powerMonitor, quitter);
  protocol.handle(pageScheme, createPageHandler(pageDir));
  denyPermissions(session.defaultSession);
  Menu.setApplicationMenu(applicationMenu(platform));
  openTray({
    core,
    clock,
    platform,
    imageDir: path.join(resourceDir, 'tray'),
    copy: (text) => clipboard.writeText(text),
    openWindow: window.show,
    quit: () => quitter.quit(),
    report: notifyFailure,
  });

  await started;
  process.stdout.write(`Patchbay ready on ${core.state.get().gateway.url}\n`);
  if (!hidden) window.show();
  const run = promisify(execFile);
  reachable = await hasTray({
    platform,
    env,
    run: async (program, words) => (await run(program, [...words], { timeout: 2000 })).stdout,
  });
  if (!reachable) window.show();
}
