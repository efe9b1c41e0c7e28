// Keeps the tray's icon, tooltip and menu as the state is. Decides when to paint; a TrayView does it.
import { coalesce } from './coalesce.ts';
import type { MenuEntry } from './menu-entries.ts';
import { trayMenu, type MenuFacts } from './menu-model.ts';
import type { ShellMessages } from './messages/messages.ts';
import { RecentFailures } from './recent-failures.ts';
import { trayFace } from './tray-face.ts';
import type { TrayIcon } from './tray-face.ts';
import type { AppState } from '../../shared/state.ts';
import type { Clock } from '../core/ports.ts';
import type { Observable } from '../core/types.ts';

/** Something that shows a tray icon. */
export interface TrayView {
  setIcon(icon: TrayIcon): void;
  setToolTip(text: string): void;
  setMenu(entries: readonly MenuEntry[]): void;
}

export interface TrayPaint {
  readonly state: Observable<AppState>;
  readonly view: TrayView;
  readonly clock: Clock;
  readonly words: () => ShellMessages;
  readonly clients: MenuFacts['clients'];
  /** The version that can be installed; null: none. */
  readonly update: Observable<string | null>;
}

/** Menus close or jump when they are set while open, so not more often than this. */
const paintEveryMs = 250;

export interface TrayPainter {
  /** Sets everything anew, as a click on a switch may have changed what is shown and not what is. */
  readonly repaint: () => void;
  readonly stop: () => void;
}

/** Paints now and after each change that can be seen, until it is stopped. */
export function paintTray({ state, view, clock, words, clients, update }: TrayPaint): TrayPainter {
  let show = painted(view);
  const failures = new RecentFailures(() => clock.now());
  const paint = coalesce(clock, paintEveryMs, () => {
    const now = state.get();
    const spoken = words();
    const { icon, tooltip } = trayFace(now, spoken);
    show.icon(icon);
    show.tooltip(tooltip);
    const facts = { state: now, failures: failures.all, clients, update: update.get() };
    show.menu(trayMenu({ ...facts, words: spoken, now: clock.now() }));
  });
  failures.see(state.get());
  paint();
  const unsubscribe = state.subscribe((next) => {
    failures.see(next);
    paint();
  });
  const forgetUpdate = update.subscribe(paint);
  return {
    repaint: () => {
      show = painted(view);
      paint();
    },
    stop: () => {
      unsubscribe();
      forgetUpdate();
      paint.cancel();
    },
  };
}

function painted(view: TrayView): {
  icon: (icon: TrayIcon) => void;
  tooltip: (text: string) => void;
  menu: (entries: readonly MenuEntry[]) => void;
} {
  return {
    icon: whenChanged((icon) => view.setIcon(icon)),
    tooltip: whenChanged((text) => view.setToolTip(text)),
    menu: whenChanged((entries) => view.setMenu(entries)),
  };
}

/** Passes a value on when it differs from the one before. */
function whenChanged<Value>(pass: (value: Value) => void): (value: Value) => void {
  let last: string | null = null;
  return (value) => {
    const text = JSON.stringify(value);
    if (text === last) return;
    last = text;
    pass(value);
  };
}
