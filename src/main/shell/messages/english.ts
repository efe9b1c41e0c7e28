// Every word of the shell in English: tray, menus, dialogs, notifications. A second language is another object of this
// shape; nothing else in the shell holds words for people.
import type { GatewayStatus } from '../../../shared/state.ts';
import { count, locale, numbers } from '../../../shared/words/english-numbers.ts';
import { servers } from '../../../shared/words/english-servers.ts';

const clockTime = new Intl.DateTimeFormat(locale, { timeStyle: 'short', hour12: false });
const list = new Intl.ListFormat(locale);

const gateway: Record<GatewayStatus, string> = {
  starting: 'The gateway is starting…',
  listening: 'The gateway is starting…',
  stopping: 'The gateway is stopping…',
  stopped: 'The gateway is stopped',
};

const faceStatus: Record<GatewayStatus, string> = {
  starting: 'starting',
  listening: 'listening',
  stopping: 'stopping',
  stopped: 'stopped',
};

export const english = {
  locale,
  /** How a server is, in a sentence, and errors for people. */
  server: servers,

  attention: {
    pending: (key: string) => `${key} waits for approval`,
    fault: (line: number, key: string, message: string) =>
      `config.json, line ${numbers.format(line)}:${key === '' ? '' : ` ${key}:`} ${message}`,
    failed: (server: string, reason: string) => `${server}: ${reason}`,
    changedTools: (server: string, first: string, more: number) =>
      `${server} has changed what it says of ${more === 0 ? first : `${first} and ${numbers.format(more)} more`}`,
    announcement: (proxy: string) => `Patchbay cannot register at ${proxy}`,
    more: (value: number) => `${numbers.format(value)} more…`,
    from: (caller: string) => `announced from ${caller}`,
    approve: 'Approve',
    remove: 'Remove',
  },

  menu: {
    gateway,
    copyAddress: 'Copy address',
    noServers: 'No servers yet',
    moreServers: (value: number) => `${count(value, 'more server', 'more servers')}…`,
    start: 'Start',
    stop: 'Stop',
    restart: 'Restart',
    enabled: 'Enabled',
    openLog: 'Open log',
    recentFailures: 'Recent failures',
    /** `time` in epoch milliseconds. */
    failure: (time: number, server: string, reason: string) =>
      `${clockTime.format(time)} ${server}: ${reason}`,
    copyFor: 'Copy configuration for',
    paused: (since: number) => `All servers are paused since ${clockTime.format(since)}`,
    pause: 'Pause all servers',
    resume: 'Resume all servers',
    update: (version: string) => `Restart to update to ${version}`,
    open: 'Open Patchbay',
    quit: 'Quit Patchbay',
  },

  face: {
    status: faceStatus,
    paused: 'all servers are paused',
    pending: (keys: readonly string[]) => `waiting for approval: ${keys.join(', ')}`,
    gateway: 'the gateway is not as configured',
    faults: (value: number) => `${count(value, 'fault', 'faults')} in config.json`,
    failed: (servers: readonly string[]) => `failed: ${servers.join(', ')}`,
    changedTools: (servers: readonly string[]) => `tools changed: ${servers.join(', ')}`,
    announcement: 'not registered at the other proxy',
    well: (servers: number, sessions: number) =>
      `${count(servers, 'server', 'servers')}, ${count(sessions, 'session', 'sessions')}`,
  },

  notices: {
    pending: {
      title: (key: string) => `Let ${key} in?`,
      body: (url: string, caller: string) =>
        `A server at ${url} registered itself from ${caller} and waits for approval.`,
    },
    fault: {
      title: (faults: number) => `${count(faults, 'fault', 'faults')} in config.json`,
      body: 'Nothing was changed; the last good configuration stays in force.',
    },
    gateway: 'The gateway is not as configured',
    failed: (server: string) => `${server} does not work`,
    changedTools: {
      title: (server: string) => `${server} has changed its tools`,
      body: (tools: readonly string[]) => `Look before they are used again: ${list.format(tools)}.`,
    },
    announcement: 'Patchbay cannot register at the other proxy',
    many: {
      title: (things: number) => `${count(things, 'thing needs', 'things need')} attention`,
    },
    update: {
      title: (version: string) => `Patchbay ${version} is ready`,
      body: 'It is installed when you quit Patchbay; restart from the tray whenever it suits you.',
    },
    copied: {
      title: (client: string) => `Copied for ${client}`,
      body: (path: string) => `It belongs into ${path}, and holds a token: paste it nowhere else.`,
    },
  },

  dialogs: {
    cannotStart: 'Patchbay cannot start',
    hadToEnd: 'Patchbay had to end',
    mistake: (what: string) => `A mistake of Patchbay itself: ${what}`,
  },

  /** As macOS names them. */
  applicationMenu: {
    about: 'About Patchbay',
    services: 'Services',
    hide: 'Hide Patchbay',
    hideOthers: 'Hide Others',
    showAll: 'Show All',
    quit: 'Quit Patchbay',
    edit: 'Edit',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select All',
    window: 'Window',
    minimize: 'Minimize',
    zoom: 'Zoom',
    close: 'Close',
    front: 'Bring All to Front',
  },
};

/** All words of the shell in one language. */
export type ShellMessages = typeof english;
