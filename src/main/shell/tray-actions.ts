// Does what a click in the tray asks for: commands of the contract, the clipboard, the window, the end.
import { logRoute } from './page-address.ts';
import type { TrayAction } from './menu-entries.ts';
import type { ClientSnippet } from '../../shared/clients.ts';
import type { Commands } from '../../shared/contract.ts';

export interface TrayDelegate {
  readonly commands: Pick<
    Commands,
    | 'startServer'
    | 'stopServer'
    | 'restartServer'
    | 'setServerEnabled'
    | 'approveRegistration'
    | 'removeRegistration'
    | 'pauseServers'
    | 'resumeServers'
    | 'clientSnippet'
  >;
  readonly copy: (text: string) => Promise<void>;
  /** A configuration was copied: where it belongs has to be said somewhere. */
  readonly copied: (snippet: ClientSnippet) => void;
  /** Shows the window, at a place of the page when one is named. */
  readonly openWindow: (route?: string) => void;
  readonly quit: () => void;
  /** Ends the program, and starts the new version in its place. */
  readonly restartToUpdate: () => void;
  /** A click that failed; there is no other place where a person would see it. */
  readonly report: (error: unknown, action: TrayAction) => void;
}

/** Never rejects: a failure is reported. */
export async function performTrayAction(action: TrayAction, delegate: TrayDelegate): Promise<void> {
  try {
    await perform(action, delegate);
  } catch (error) {
    delegate.report(error, action);
  }
}

async function perform(action: TrayAction, delegate: TrayDelegate): Promise<void> {
  const { commands } = delegate;
  switch (action.kind) {
    case 'start':
      await commands.startServer({ name: action.server });
      break;
    case 'stop':
      await commands.stopServer({ name: action.server });
      break;
    case 'restart':
      await commands.restartServer({ name: action.server });
      break;
    case 'set-enabled':
      await commands.setServerEnabled({ name: action.server, enabled: action.enabled });
      break;
    case 'approve':
      await commands.approveRegistration({ key: action.key });
      break;
    case 'unregister':
      await commands.removeRegistration({ key: action.key });
      break;
    case 'pause':
      await commands.pauseServers({});
      break;
    case 'resume':
      await commands.resumeServers({});
      break;
    case 'copy':
      await delegate.copy(action.text);
      break;
    case 'copy-snippet': {
      const snippet = await commands.clientSnippet({ client: action.client });
      await delegate.copy(snippet.text);
      delegate.copied(snippet);
      break;
    }
    case 'open-log':
      delegate.openWindow(logRoute(action.source));
      break;
    case 'open-window':
      delegate.openWindow(action.route ?? undefined);
      break;
    case 'restart-to-update':
      delegate.restartToUpdate();
      break;
    case 'quit':
      delegate.quit();
      break;
  }
}
