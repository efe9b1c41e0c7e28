// What the tray's menu says, as plain data made from the state alone.
// Knows no Electron: menu-template.ts makes a real menu of it, tray-actions.ts does what its entries ask for.
import type { RegistrationView } from '../../shared/registrations.ts';
import type { AppState, ConfigFault, ServerView } from '../../shared/state.ts';

/** What a click on an entry asks for. */
export type TrayAction =
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'start' | 'stop' | 'restart'; readonly server: string }
  | { readonly kind: 'set-enabled'; readonly server: string; readonly enabled: boolean }
  | { readonly kind: 'approve' | 'unregister'; readonly key: string }
  | { readonly kind: 'open-log'; readonly source: string }
  | { readonly kind: 'open-window' }
  | { readonly kind: 'quit' };

export type MenuEntry =
  | { readonly kind: 'separator' }
  | { readonly kind: 'text'; readonly label: string }
  /** `action: null`: shown, but of no use at the moment. */
  | { readonly kind: 'command'; readonly label: string; readonly action: TrayAction | null }
  | { readonly kind: 'switch'; readonly label: string; readonly on: boolean; readonly action: TrayAction }
  | { readonly kind: 'submenu'; readonly label: string; readonly entries: readonly MenuEntry[] };

/** A menu longer than a screen cannot be used; the window lists the rest. */
const listedServers = 40;
const listedFaults = 5;
const labelLength = 80;

const separator: MenuEntry = { kind: 'separator' };

/** The whole menu: what needs a person first, then the gateway, the servers, the program. */
export function trayMenu(state: AppState): readonly MenuEntry[] {
  const attention = attentionEntries(state);
  return [
    ...attention,
    ...(attention.length > 0 ? [separator] : []),
    ...gatewayEntries(state.gateway),
    separator,
    ...serverEntries(state.servers),
    separator,
    command('Open Patchbay', { kind: 'open-window' }),
    command('Quit Patchbay', { kind: 'quit' }),
  ];
}

/** The address that clients are given for all servers together; null while the gateway does not listen. */
export function aggregateUrl(gateway: AppState['gateway']): string | null {
  return gateway.status === 'listening' && gateway.url !== null ? new URL('/mcp', gateway.url).href : null;
}

function attentionEntries(state: AppState): MenuEntry[] {
  const { problem } = state.gateway;
  const faults = state.config.faults.map(faultLabel);
  const failed = state.servers.filter(hasFailed);
  const shownFailed = failed.slice(0, listedFaults).map((server): MenuEntry =>
    command(`⚠ ${server.name}: ${server.problem?.message ?? server.summary}`, {
      kind: 'open-log',
      source: server.name,
    }),
  );
  const changed = state.servers.filter(({ changedTools = [] }) => changedTools.length > 0);
  const pending = state.registrations.servers.filter((server) => server.state === 'pending');
  const hidden = [faults, failed, pending, changed]
    .map(({ length }) => Math.max(0, length - listedFaults))
    .reduce((sum, each) => sum + each);
  return [
    ...pending.slice(0, listedFaults).map(pendingEntry),
    ...(problem === null ? [] : [command(`⚠ ${problem.message}`, { kind: 'open-window' })]),
    ...faults.slice(0, listedFaults).map((label) => command(label, { kind: 'open-window' })),
    ...shownFailed,
    ...changed.slice(0, listedFaults).map(changedEntry),
    ...(hidden > 0 ? [command(`⚠ ${hidden} more…`, { kind: 'open-window' })] : []),
  ];
}

/** Whether a person should look at it: a registered server that left comes back by itself, or is forgotten. */
export function hasFailed({ enabled, status, problem }: ServerView): boolean {
  return enabled && status === 'failed' && problem?.code !== 'SERVER_OFFLINE';
}

/** Old and new are in the window, where there is room for them. */
function changedEntry({ name, changedTools = [] }: ServerView): MenuEntry {
  const [first = '', ...more] = changedTools;
  const tools = more.length === 0 ? first : `${first} and ${more.length} more`;
  return command(`⚠ ${name} has changed what it says of ${tools}`, { kind: 'open-window' });
}

/** Its address stands in full: that is what a person decides on. */
function pendingEntry({ key, url, caller }: RegistrationView): MenuEntry {
  return {
    kind: 'submenu',
    label: shortened(`⚠ ${key} waits for approval`, labelLength),
    entries: [
      { kind: 'text', label: shortened(url, labelLength) },
      { kind: 'text', label: shortened(`announced from ${caller}`, labelLength) },
      separator,
      command('Approve', { kind: 'approve', key }),
      command('Remove', { kind: 'unregister', key }),
    ],
  };
}

function faultLabel(fault: ConfigFault): string {
  const key = fault.key === '' ? '' : ` ${fault.key}:`;
  return `⚠ config.json, line ${fault.line}:${key} ${fault.message}`;
}

function gatewayEntries(gateway: AppState['gateway']): MenuEntry[] {
  const url = aggregateUrl(gateway);
  return [
    { kind: 'text', label: url ?? gatewayWords[gateway.status] },
    command('Copy address', url === null ? null : { kind: 'copy', text: url }),
  ];
}

const gatewayWords: Readonly<Record<AppState['gateway']['status'], string>> = {
  starting: 'The gateway is starting…',
  listening: 'The gateway is starting…',
  stopping: 'The gateway is stopping…',
  stopped: 'The gateway is stopped',
};

function serverEntries(servers: readonly ServerView[]): MenuEntry[] {
  if (servers.length === 0) return [{ kind: 'text', label: 'No servers yet' }];
  const hidden = servers.length - listedServers;
  return [
    ...servers.slice(0, listedServers).map(serverEntry),
    ...(hidden > 0 ? [command(`${hidden} more servers…`, { kind: 'open-window' })] : []),
  ];
}

function serverEntry(server: ServerView): MenuEntry {
  const { name, url } = server;
  return {
    kind: 'submenu',
    label: shortened(`${name}: ${server.summary}`, labelLength),
    entries: [
      { kind: 'text', label: shortened(server.summary, labelLength) },
      separator,
      ...(server.source === 'built-in' ? [] : [...controlEntries(server), separator]),
      command('Copy address', url === null ? null : { kind: 'copy', text: url }),
      command('Open log', { kind: 'open-log', source: name }),
    ],
  };
}

function controlEntries({ name, enabled, status }: ServerView): MenuEntry[] {
  const running = status === 'starting' || status === 'ready' || status === 'backing-off';
  const startable = status === 'stopped' || status === 'failed' || status === 'backing-off';
  const control = (label: string, kind: 'start' | 'stop' | 'restart', usable: boolean): MenuEntry =>
    command(label, usable ? { kind, server: name } : null);
  return [
    control('Start', 'start', enabled && startable),
    control('Stop', 'stop', running),
    control('Restart', 'restart', enabled && (running || status === 'failed')),
    {
      kind: 'switch',
      label: 'Enabled',
      on: enabled,
      action: { kind: 'set-enabled', server: name, enabled: !enabled },
    },
  ];
}

function command(label: string, action: TrayAction | null): MenuEntry {
  return { kind: 'command', label: shortened(label, labelLength), action };
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** One line of at most `length` characters, as people count them. */
export function shortened(text: string, length: number): string {
  const characters = Array.from(
    graphemes.segment(text.replaceAll(/\s+/g, ' ').trim()),
    ({ segment }) => segment,
  );
  if (characters.length <= length) return characters.join('');
  const kept = characters.slice(0, length - 1).join('');
  return `${kept.trimEnd()}…`;
}
