// Notifications of the system. Electron forgets a click on one that nobody holds any more, so each is held until it is over.
import { Notification } from 'electron';
import type { NoticeBoard } from './attention-notices.ts';

export interface ElectronNoticesOptions {
  /** Shows the window, at a place of the page. */
  readonly openWindow: (route: string) => void;
}

/** Shows nothing where the system has no notifications: menu and icon say the same. */
export function electronNotices({ openWindow }: ElectronNoticesOptions): NoticeBoard {
  const held = new Set<Notification>();
  return {
    show: ({ title, body, route }) => {
      if (!Notification.isSupported()) return () => undefined;
      const notification = new Notification({ title, body });
      held.add(notification);
      const release = (): void => void held.delete(notification);
      notification.on('click', () => {
        release();
        openWindow(route);
      });
      notification.on('close', release);
      notification.on('failed', release);
      notification.show();
      return () => {
        if (held.has(notification)) notification.close();
        release();
      };
    },
  };
}
