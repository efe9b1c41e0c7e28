// The words of the settings' forms, in English.
import type { LaunchAtLogin } from '../../shared/configuration.ts';
import type { SettingGroup, SettingKey } from '../pages/settings/general/setting-fields.ts';
import { count, locale, numbers } from './english-numbers.ts';

const list = new Intl.ListFormat(locale);

export interface FieldWords {
  readonly label: string;
  /** Absent where the label says it all. */
  readonly hint?: string;
}

const groups: Record<SettingGroup, string> = {
  gateway: 'Gateway',
  desktop: 'App',
  access: 'Access',
  tls: 'TLS',
  tools: 'Tools',
  log: 'Log',
  advanced: 'Advanced',
};

const choices: Readonly<Record<string, string>> = {
  token: 'With a token',
  none: 'Without a token',
  auto: 'This machine at once, others wait',
  manual: 'All wait for approval',
  off: 'Off',
  tls: 'TLS',
  mtls: 'TLS, clients need a certificate',
  always: 'Always',
  'on-conflict': 'Only where two have the same',
  open: 'Opens',
  hidden: 'Stays closed',
  system: 'As the system',
  en: 'English',
  ru: 'Русский',
  error: 'Errors',
  warn: 'Warnings',
  info: 'Info',
  debug: 'Everything',
};

const fields: Record<SettingKey, FieldWords> = {
  'gateway.port': { label: 'Port', hint: 'Where clients reach all servers; 0 takes any free port.' },
  'gateway.host': { label: 'Address', hint: 'What is listened on. 127.0.0.1 is for this machine alone.' },
  'desktop.window': { label: 'Window at the start', hint: 'Where there is no tray it always opens.' },
  'desktop.notifications': { label: 'Notifications', hint: 'Of what needs a person.' },
  'desktop.language': { label: 'Language', hint: 'Of tray, window and notifications.' },
  'auth.mode': { label: 'Calls', hint: 'Without a token only on this machine, or with certificates.' },
  'registration.enabled': { label: 'Servers may announce themselves' },
  'registration.approval': { label: 'Approval', hint: 'Which announced servers join without your yes.' },
  'registration.auth': { label: 'Announcing', hint: 'What a server needs for it.' },
  'gateway.tls.mode': { label: 'Encryption', hint: 'Clients have to be told the new address, with https.' },
  'gateway.tls.cert_file': {
    label: 'Certificate',
    hint: 'PEM file: its own, then those between it and its authority.',
  },
  'gateway.tls.key_file': { label: 'Private key', hint: 'PEM file, without a passphrase.' },
  'gateway.tls.ca_cert': {
    label: 'Authorities of clients',
    hint: 'PEM file with those whose certificates are accepted.',
  },
  pinTools: {
    label: 'Hold back changed tools',
    hint: 'Tools that are new or have changed wait until you accept them.',
  },
  'aggregate.prefix': { label: 'Server’s name before tools', hint: 'On the address for all servers.' },
  'logging.level': { label: 'Level', hint: 'The least that is logged.' },
  'gateway.requestTimeoutSeconds': { label: 'Time for a request', hint: 'All but tool calls.' },
  'gateway.toolTimeoutSeconds': { label: 'Time for a tool call', hint: 'Begins anew with each progress.' },
  'gateway.sessionIdleMinutes': { label: 'Session rests after', hint: 'Until its client comes back.' },
  'gateway.sessionKeepHours': { label: 'Resting session is forgotten after' },
  'gateway.keepAliveSeconds': { label: 'Keep-alive on streams every' },
  'gateway.maxSessions': { label: 'Sessions open at once' },
  'gateway.maxMessageBytes': { label: 'Longest message', hint: 'Of clients and of servers.' },
  'gateway.rateLimitPerMinute': {
    label: 'Requests with one token',
    hint: 'Left empty: 6000, and MCP messages are not counted.',
  },
  'registration.leaseSeconds': { label: 'Announced server is stale after', hint: 'Without a report.' },
  'registration.forgetAfterHours': { label: 'Announced server is forgotten after' },
  'logging.maxLines': { label: 'Log lines of each server in memory' },
  'logging.maxFileBytes': { label: 'Size of the log file', hint: 'One older file is kept.' },
  'gateway.allowedHosts': {
    label: 'Host names',
    hint: 'Accepted besides those of this machine; one a line.',
  },
  'gateway.allowedOrigins': { label: 'Web origins', hint: 'Pages that may call the gateway; one a line.' },
  'gateway.limits.maxConnections': { label: 'Connections' },
  'gateway.limits.maxHeaderBytes': { label: 'Headers of one request' },
  'gateway.limits.maxSessionsPerToken': { label: 'Sessions with one token' },
  'gateway.limits.maxCallsPerSession': { label: 'Open requests of one session' },
  'gateway.limits.maxCallsPerServer': { label: 'Open requests to one server' },
  'gateway.limits.maxStreamsPerSession': { label: 'Streams of one session' },
  'gateway.limits.maxListenStreams': {
    label: 'Subscriptions by stream',
    hint: 'Of clients of revision 2026-07-28.',
  },
  'gateway.limits.maxSubscriptionsPerSession': { label: 'Resources one session is subscribed to' },
  'gateway.limits.maxQuestionsPerSession': { label: 'Questions one client left open' },
  'gateway.limits.maxParkedCallsPerServer': { label: 'Calls that wait for a client to come back' },
  'gateway.limits.maxBatchLength': { label: 'Messages in one batch' },
  'gateway.limits.maxUnreadBytes': { label: 'Unread by one client', hint: 'For each stream.' },
  'gateway.limits.maxWaitingBytes': { label: 'Waiting for one child' },
  'gateway.limits.maxSessionRecordBytes': { label: 'Kept of one session over restarts' },
};

const unavailable: Record<NonNullable<LaunchAtLogin['reason']>, string> = {
  headless: 'Not available without the app. Your system can start “patchbay serve” itself.',
  'not-installed': 'Not available: this Patchbay is not installed.',
  unsupported: 'Not available on this system.',
};

export const settings = {
  title: 'General',
  reading: 'Reading the settings',
  groups,
  fields,
  choices,
  units: { seconds: 's', minutes: 'min', hours: 'h', bytes: 'bytes', perMinute: 'a minute' },
  advancedLead: 'Limits and times. What counts without them is right for most machines.',
  usual: (text: string) => `Default: ${text}.`,
  overridden: (text: string) => `In this run ${text}, by a flag or a variable of the environment.`,
  reset: (label: string) => `${label}: back to the default`,
  faults: {
    missing: 'Something is needed here.',
    number: 'Give a number.',
    whole: 'Give a whole number.',
    range: (least: number | null, most: number | null) =>
      most === null
        ? `Give a number from ${numbers.format(least ?? 0)} on.`
        : `Give a number from ${numbers.format(least ?? 0)} to ${numbers.format(most)}.`,
  },
  fileHasFaults: 'The configuration file has faults. Mend it first; until then nothing can be changed here.',
  unsaved: (value: number) => count(value, 'change not saved', 'changes not saved'),
  nothingToSave: 'Nothing to save',
  discard: 'Discard',
  save: 'Save',
  cancel: 'Cancel',
  saved: 'The settings are saved and in force',

  launch: { label: 'Start at login', hint: 'In the background, without its window.', unavailable },
  metrics: {
    label: 'Metrics',
    hint: 'For Prometheus.',
    withToken: 'For Prometheus, with a token for metrics.',
    copy: 'Copy the address of the metrics',
  },
  move: {
    title: 'The gateway’s address changes',
    to: (from: string, to: string) => `From ${from} to ${to}`,
    toFreePort: (from: string) => `From ${from} to any free port`,
    nobody: 'No client is known to hold the old address. Those that were connected by hand have to be told.',
    before: (names: readonly string[]) =>
      `${list.format(names)} ${names.length === 1 ? 'holds' : 'hold'} the old address. What to do is shown once the gateway has moved.`,
    sessions: (value: number) =>
      `${count(value, 'session is', 'sessions are')} open now and will look for the gateway at the old address.`,
    confirm: 'Move the gateway',
    staleTitle: (value: number) => `${count(value, 'client does', 'clients do')} not reach the gateway`,
    stale: (url: string) => `The gateway is at ${url} now. Run this for each, then start the client anew:`,
    copyCommand: (name: string) => `Copy the command for ${name}`,
    others: 'Clients that were connected by hand have to be told by hand.',
  },
};
