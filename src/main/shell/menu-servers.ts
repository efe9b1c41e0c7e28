// The servers in the tray's menu: each with its state, and what can be done with it.
import type { ShellMessages } from './messages/messages.ts';
import { command, separator, submenu, text, type MenuEntry } from './menu-entries.ts';
import { serversRoute } from './page-address.ts';
import type { ServerView } from '../../shared/state.ts';

/** A menu longer than a screen cannot be used; the window lists the rest. */
const listed = 40;

/** `now` in epoch milliseconds. */
export function serverEntries(
  servers: readonly ServerView[],
  words: ShellMessages,
  now: number,
): readonly MenuEntry[] {
  if (servers.length === 0) return [text(words.menu.noServers)];
  const hidden = servers.length - listed;
  const more = command(words.menu.moreServers(hidden), { kind: 'open-window', route: serversRoute });
  return [
    ...servers.slice(0, listed).map((server) => serverEntry(server, words, now)),
    ...(hidden > 0 ? [more] : []),
  ];
}

function serverEntry(server: ServerView, words: ShellMessages, now: number): MenuEntry {
  const { name, url } = server;
  // Without the seconds until the next try: a menu that is set anew each second closes under the pointer.
  const summary = words.server.summary({ ...server, retryAt: null }, now);
  return submenu(`${name}: ${summary}`, [
    text(summary),
    separator,
    ...(server.source === 'built-in' ? [] : [...controlEntries(server, words.menu), separator]),
    command(words.menu.copyAddress, url === null ? null : { kind: 'copy', text: url }),
    command(words.menu.openLog, { kind: 'open-log', source: name }),
  ]);
}

function controlEntries(server: ServerView, words: ShellMessages['menu']): readonly MenuEntry[] {
  const { name, source, enabled, status, paused } = server;
  const running = status === 'starting' || status === 'ready' || status === 'backing-off';
  const startable = status === 'stopped' || status === 'failed' || status === 'backing-off';
  const isFree = enabled && paused !== true;
  const control = (label: string, kind: 'start' | 'stop' | 'restart', usable: boolean): MenuEntry =>
    command(label, usable ? { kind, server: name } : null);
  return [
    control(words.start, 'start', isFree && startable),
    control(words.stop, 'stop', running),
    control(words.restart, 'restart', isFree && (running || status === 'failed')),
    // Only what stands in the configuration can be switched there.
    ...(source === 'config' ? [enabledSwitch(words.enabled, name, enabled)] : []),
  ];
}

function enabledSwitch(label: string, server: string, on: boolean): MenuEntry {
  return { kind: 'switch', label, on, action: { kind: 'set-enabled', server, enabled: !on } };
}
