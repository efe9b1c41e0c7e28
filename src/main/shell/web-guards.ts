// Keeps every web page of this program at home. Threats it answers: content that leads the window elsewhere,
// opens further windows or embeds others, asks for camera, location or the like, or has the system open a link
// that starts a program. Applied to all web contents, whoever creates them.
import type { App, Session, WebContents } from 'electron';

export interface WebGuardOptions {
  readonly app: Pick<App, 'on'>;
  /** Whether the window may show this address. */
  readonly isOurPage: (url: string) => boolean;
  /** Hands an address to the system's browser. */
  readonly openExternal: (url: string) => void;
}

/** Denies navigation, new windows and webviews from now on; https links go to the system's browser. */
export function guardWebContents({ app, isOurPage, openExternal }: WebGuardOptions): void {
  app.on('web-contents-created', (_event, contents: WebContents) => {
    const stayHome = (event: { preventDefault(): void; readonly url: string }): void => {
      if (!isOurPage(event.url)) event.preventDefault();
    };
    contents.on('will-navigate', stayHome);
    contents.on('will-frame-navigate', stayHome);
    contents.on('will-redirect', stayHome);
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(({ url }) => {
      if (isWebLink(url)) openExternal(url);
      return { action: 'deny' };
    });
  });
}

/** Denies every permission, asked for or looked up. */
export function denyPermissions(
  session: Pick<
    Session,
    'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'
  >,
): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
}

/** https only: any other scheme may start a program. */
function isWebLink(address: string): boolean {
  return URL.parse(address)?.protocol === 'https:';
}
