// The tray as a whole: painted from the core's state, its clicks performed.
import { createElectronTray } from './electron-tray.ts';
import { performTrayAction } from './tray-actions.ts';
import type { TrayDelegate } from './tray-actions.ts';
import type { TrayAction } from './menu-entries.ts';
import type { ShellMessages } from './messages/messages.ts';
import { paintTray } from './tray-painter.ts';
import { clientKinds } from '../core/clients/kinds.ts';
import type { Clock } from '../core/ports.ts';
import type { ContractHost, Observable } from '../core/types.ts';

export interface TrayOptions extends Omit<TrayDelegate, 'commands'> {
  readonly core: ContractHost;
  readonly clock: Clock;
  readonly platform: NodeJS.Platform;
  /** Where the tray's images are. */
  readonly imageDir: string;
  readonly words: () => ShellMessages;
  /** The version that can be installed; null: none. */
  readonly update: Observable<string | null>;
}

/** Shows the tray icon until the program ends. */
export function openTray({ core, clock, platform, imageDir, words, update, ...rest }: TrayOptions): void {
  const perform = (action: TrayAction): void => {
    void performTrayAction(action, { ...rest, commands: core.commands }).then(() => painter.repaint());
  };
  const tray = createElectronTray({ imageDir, platform, perform });
  const clients = clientKinds.map(({ id, name }) => ({ id, name }));
  const painter = paintTray({ state: core.state, view: tray, clock, words, clients, update });
}
