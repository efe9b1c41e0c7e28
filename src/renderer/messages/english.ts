// Every word of the page in English. A second language is another object of this shape; components hold no words.
import { activity } from './english-activity.ts';
import { announcement } from './english-announcement.ts';
import { clients } from './english-clients.ts';
import { configuration } from './english-configuration.ts';
import { consent } from './english-consent.ts';
import { frame } from './english-frame.ts';
import { count, locale, numbers } from './english-numbers.ts';
import { logs } from './english-logs.ts';
import { playground } from './english-playground.ts';
import { overview } from './english-overview.ts';
import { manage } from './english-manage.ts';
import { offers } from './english-offers.ts';
import { registrations } from './english-registrations.ts';
import { action, detail, log, servers } from './english-server.ts';
import { settings } from './english-settings.ts';
import { tokens } from './english-tokens.ts';
import { servers as sentences } from '../../shared/words/english-servers.ts';
import type { GatewayStatus, LogLevel, ServerKind, ServerStatus } from '../../shared/state.ts';

const clockTime = new Intl.DateTimeFormat(locale, { timeStyle: 'medium', hour12: false });
const dayAndTime = new Intl.DateTimeFormat(locale, {
  dateStyle: 'medium',
  timeStyle: 'short',
  hour12: false,
});

const gateway: Record<GatewayStatus, string> = {
  starting: 'Starting',
  listening: 'Listening',
  stopping: 'Stopping',
  stopped: 'Not listening',
};

const status: Record<ServerStatus, string> = {
  stopped: 'Stopped',
  starting: 'Starting',
  ready: 'Ready',
  'backing-off': 'Waiting to restart',
  failed: 'Failed',
  stopping: 'Stopping',
};

const kind: Record<ServerKind, string> = {
  stdio: 'stdio',
  http: 'HTTP',
  sse: 'SSE',
  commands: 'commands',
  'built-in': 'built in',
};

const level: Record<LogLevel, string> = { error: 'error', warn: 'warn', info: 'info', debug: 'debug' };

export const english = {
  locale,
  number: (value: number) => numbers.format(value),
  /** `time` in epoch milliseconds. */
  moment: (time: number, now: number) =>
    now - time < 12 * 3_600_000 ? clockTime.format(time) : dayAndTime.format(time),
  unknown: '–',

  frame,
  overview,
  configuration,
  consent,
  settings,

  header: {
    gateway: 'Gateway',
    allServers: 'One address for all servers',
    noAddress: 'No address yet',
    sessions: (value: number) => count(value, 'session', 'sessions'),
    version: (version: string) => `Version ${version}`,
  },
  gateway,
  status,
  disabled: 'Disabled',
  kind,
  level,
  /** How a server is, in a sentence, and errors for people. */
  server: sentences,

  connection: {
    connecting: 'Connecting to Patchbay',
    live: 'Connected',
    lost: 'Connection lost',
    expired: 'Link expired',
    lostBanner: 'Connection to Patchbay lost, trying again.',
    lostDetail: 'What you see may be out of date.',
    regained: 'Connection to Patchbay is back.',
    tryNow: 'Try now',
  },
  expired: {
    title: 'This link has expired',
    text: 'Each link to this page works once, and the sign-in it leaves behind ends when Patchbay restarts.',
    advice: 'Open the link that patchbay serve printed, or get a fresh one with:',
    command: 'patchbay status',
    tryAgain: 'Try again',
  },
  callErrors: {
    unreachable: 'Patchbay does not answer.',
    unreachableAdvice: 'Check that it still runs; this page connects again by itself.',
    unauthorized: 'This page is not signed in to Patchbay any more.',
    unauthorizedAdvice: 'Run patchbay status and open the link it prints.',
    unreadable: (httpStatus: number) => `Patchbay gave an answer that cannot be read (HTTP ${httpStatus}).`,
    unreadableAdvice: 'Try again; if it stays, look at the log of Patchbay.',
  },

  faults: {
    title: (faults: number) => `The configuration file has ${count(faults, 'fault', 'faults')}`,
    text: 'Nothing was changed: the last good configuration stays in force until the file is saved without faults.',
    place: (line: number, column: number) => `Line ${line}, column ${column}`,
    shortPlace: (line: number, column: number) => `${line}:${column}`,
    document: 'whole file',
    expected: (text: string) => `Expected: ${text}`,
    gatewayTitle: 'The gateway is not as config.json says',
    gatewayText: 'It goes on as it was until this is mended.',
  },

  paused: {
    title: (since: string) => `All servers are paused since ${since}`,
    text: 'None runs, and calls to them are refused. Sessions of clients stay open.',
    resume: 'Resume',
  },

  servers,
  action,
  copy: {
    copied: 'Copied',
    failed: 'Could not copy',
    gatewayAddress: 'Copy the gateway address',
    serverAddress: (server: string) => `Copy the address of ${server}`,
    target: 'Copy what runs',
    configPath: 'Copy the path of the configuration file',
    snippet: (what: string) => `Copy ${what}`,
  },

  detail,
  log,
  activity,

  logs,

  announcement,

  playground,

  manage,

  registrations,

  tokens,

  clients,
  offers,

  announcements: {
    manyChanged: (servers: number) => `${count(servers, 'server', 'servers')} changed state`,
  },
};
