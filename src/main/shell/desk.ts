// What of the program stands on the desktop beside its window: the tray, and notifications of what needs a person.
import { AttentionNotices } from './attention-notices.ts';
import { failedId } from './attention.ts';
import { electronNotices } from './electron-notices.ts';
import { notifyFailure } from './failures.ts';
import type { TrayAction } from './menu-entries.ts';
import type { ShellMessages } from './messages/messages.ts';
import { noticeOfUpdate } from './notices.ts';
import { clientsRoute, logRoute, overviewRoute } from './page-address.ts';
import { toldFile } from './told-memory.ts';
import { openTray } from './tray.ts';
import type { Clock } from '../core/ports.ts';
import type { ContractHost, Observable } from '../core/types.ts';

export interface DeskOptions {
  readonly core: ContractHost;
  readonly clock: Clock;
  readonly platform: NodeJS.Platform;
  /** Where the tray's images are. */
  readonly imageDir: string;
  /** Where is kept what was notified of. */
  readonly toldPath: string;
  readonly words: () => ShellMessages;
  readonly copy: (text: string) => Promise<void>;
  readonly window: { readonly show: (route?: string) => void; readonly isInFront: () => boolean };
  readonly quit: () => void;
  /** The version that can be installed; null: none. */
  readonly update: Observable<string | null>;
  readonly restartToUpdate: () => void;
}

/** Until the program ends. */
export function openDesk(options: DeskOptions): void {
  const { core, clock, platform, imageDir, toldPath, words, copy, window, quit, update, restartToUpdate } =
    options;
  const board = electronNotices({ openWindow: window.show });
  const notices = new AttentionNotices({
    state: core.state,
    clock,
    board,
    memory: toldFile(toldPath),
    words,
    isWanted: (state) => state.desktop.notifications,
    isWindowInFront: window.isInFront,
  });
  update.subscribe((version) => {
    if (version !== null && core.state.get().desktop.notifications)
      board.show(noticeOfUpdate(version, words()));
  });
  openTray({
    core,
    clock,
    platform,
    imageDir,
    words,
    copy,
    copied: ({ name, path }) => {
      const { title, body } = words().notices.copied;
      board.show({ title: title(name), body: body(path), route: clientsRoute });
    },
    openWindow: window.show,
    quit,
    update,
    restartToUpdate,
    report: (error, action) => {
      const server = serverOf(action);
      if (server !== null) notices.noteTold(failedId(server));
      notifyFailure(error, words(), board, server === null ? overviewRoute : logRoute(server));
    },
  });
}

/** The server whose failure the person hears of with the failure of this click. */
function serverOf(action: TrayAction): string | null {
  return action.kind === 'start' || action.kind === 'restart' ? action.server : null;
}
