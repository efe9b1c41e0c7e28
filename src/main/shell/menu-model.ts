// What the tray's menu says, as plain data made from the state alone.
// Knows no Electron: menu-template.ts makes a real menu of it, tray-actions.ts does what its entries ask for.
import { attentionIn } from './attention.ts';
import { attentionEntries } from './menu-attention.ts';
import { command, separator, submenu, text, type MenuEntry } from './menu-entries.ts';
import { serverEntries } from './menu-servers.ts';
import type { ShellMessages } from './messages/messages.ts';
import type { RecentFailure } from './recent-failures.ts';
import { logRoute } from './page-address.ts';
import type { AppState } from '../../shared/state.ts';

export interface MenuFacts {
  readonly state: AppState;
  /** Newest first. */
  readonly failures: readonly RecentFailure[];
  /** Programs that a configuration can be copied for. */
  readonly clients: readonly { readonly id: string; readonly name: string }[];
  /** The version that can be installed; null: none. */
  readonly update: string | null;
  readonly words: ShellMessages;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** The whole menu: what needs a person first, then the gateway, the servers, the program. */
export function trayMenu({ state, failures, clients, update, words, now }: MenuFacts): readonly MenuEntry[] {
  const attention = attentionEntries(attentionIn(state), words);
  return [
    ...attention,
    ...(attention.length > 0 ? [separator] : []),
    ...gatewayEntries(state, words),
    separator,
    ...serverEntries(state.servers, words, now),
    separator,
    ...failureEntries(failures, words),
    ...clientEntries(state, clients, words),
    ...pauseEntries(state, words),
    separator,
    ...(update === null ? [] : [command(words.menu.update(update), { kind: 'restart-to-update' })]),
    command(words.menu.open, { kind: 'open-window', route: null }),
    command(words.menu.quit, { kind: 'quit' }),
  ];
}

/** The address that clients are given for all servers together; null while the gateway does not listen. */
function aggregateUrl(gateway: AppState['gateway']): string | null {
  return gateway.status === 'listening' && gateway.url !== null ? new URL('/mcp', gateway.url).href : null;
}

function gatewayEntries({ gateway, pausedAt }: AppState, { menu }: ShellMessages): readonly MenuEntry[] {
  const url = aggregateUrl(gateway);
  return [
    ...(pausedAt === null
      ? []
      : [text(menu.paused(pausedAt)), command(menu.resume, { kind: 'resume' }), separator]),
    text(url ?? menu.gateway[gateway.status]),
    command(menu.copyAddress, url === null ? null : { kind: 'copy', text: url }),
  ];
}

function failureEntries(
  failures: readonly RecentFailure[],
  { menu, server }: ShellMessages,
): readonly MenuEntry[] {
  if (failures.length === 0) return [];
  return [
    submenu(
      menu.recentFailures,
      failures.map(({ server: name, problem, time }) =>
        command(menu.failure(time, name, server.problem(problem).message), {
          kind: 'open-window',
          route: logRoute(name),
        }),
      ),
    ),
  ];
}

function clientEntries(
  { gateway }: AppState,
  clients: MenuFacts['clients'],
  { menu }: ShellMessages,
): readonly MenuEntry[] {
  const isReady = aggregateUrl(gateway) !== null;
  const entries = clients.map(({ id, name }) =>
    command(name, isReady ? { kind: 'copy-snippet', client: id } : null),
  );
  return entries.length === 0 ? [] : [submenu(menu.copyFor, entries)];
}

/** While it lasts, its end stands on top. */
function pauseEntries({ gateway, pausedAt }: AppState, { menu }: ShellMessages): readonly MenuEntry[] {
  if (pausedAt !== null) return [];
  return [command(menu.pause, gateway.status === 'listening' ? { kind: 'pause' } : null)];
}
