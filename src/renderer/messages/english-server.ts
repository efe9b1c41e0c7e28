// The words of the list of servers, of the open one, of what can be done to them and of their logs, in English.
import { count, numbers } from './english-numbers.ts';
import type { ServerAction } from '../state/action-store.ts';

const failed: Record<ServerAction, (server: string) => string> = {
  start: (server) => `${server} could not be started`,
  stop: (server) => `${server} could not be stopped`,
  restart: (server) => `${server} could not be restarted`,
  enable: (server) => `${server} could not be enabled`,
  disable: (server) => `${server} could not be disabled`,
  approve: (server) => `${server} could not be approved`,
  unregister: (server) => `${server} could not be removed`,
  resume: () => 'The servers could not be resumed',
};

export const servers = {
  title: 'Servers',
  filter: 'Filter servers',
  clearFilter: 'Clear filter',
  noMatch: (filter: string) => `No server matches “${filter}”.`,
  attention: (value: number) => count(value, 'needs attention', 'need attention'),
  none: {
    title: 'No server of yours yet',
    text: 'So far Patchbay has its own one. The first steps bring the servers of your other programs here, or show how to add one.',
  },
  keyboard: 'Arrow keys move through the list, Enter opens a server.',
};

export const action = {
  start: 'Start',
  stop: 'Stop',
  restart: 'Restart',
  enabled: 'Enabled',
  startServer: (server: string) => `Start ${server}`,
  stopServer: (server: string) => `Stop ${server}`,
  restartServer: (server: string) => `Restart ${server}`,
  enabledServer: (server: string) => `${server} enabled`,
  failed,
  dismiss: 'Dismiss',
  failures: 'Failed actions',
};

export const detail = {
  back: 'All servers',
  gone: (server: string) => `There is no server called ${server} any more.`,
  choose: 'Choose a server to see its details and its log.',
  address: 'Address',
  command: 'Runs',
  remote: 'Connects to',
  sessions: 'Sessions',
  inFlight: 'In flight',
  tools: 'Tools',
  resources: 'Resources',
  prompts: 'Prompts',
  restarts: 'Restarts',
  startedAt: 'Started',
  lastSeenAt: 'Last heard',
  processes: 'Process',
  protocol: 'Protocol',
  server: 'Identifies as',
  kind: 'Kind',
  dataFolder: 'Data folder',
  configFile: 'Configuration',
  facts: (server: string) => `Facts about ${server}`,
  problem: 'Problem',
  nextTry: (seconds: number) => (seconds <= 0 ? 'Trying again now' : `Next try in ${seconds} s`),
};

export const log = {
  title: 'Log',
  ownTitle: 'Patchbay’s own log',
  of: (server: string) => `Log of ${server}`,
  follow: 'Follow',
  wrap: 'Wrap',
  pause: 'Pause',
  resume: 'Resume',
  resumeWithNew: (lines: number) => `Resume, ${count(lines, 'new line', 'new lines')}`,
  lines: (value: number) => count(value, 'line', 'lines'),
  newestOf: (value: number) => `newest ${numbers.format(value)} lines`,
  empty: 'Nothing has been logged yet.',
  loading: 'Reading the log',
  gap: (missing: number) => `up to ${count(missing, 'line is', 'lines are')} missing here`,
  restarted: 'Patchbay was restarted',
  cut: (characters: number) => ` … ${count(characters, 'more character', 'more characters')}`,
};
