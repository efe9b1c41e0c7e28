// The settings that have a form: which key each is, and what kind of thing is typed or chosen. What keys may hold is the
// schema's to say; words are messages' part.

export type SettingGroup = 'gateway' | 'desktop' | 'access' | 'tls' | 'tools' | 'log' | 'advanced';
export type FieldKind = 'number' | 'text' | 'choice' | 'switch' | 'list';

interface FieldShape {
  readonly key: string;
  readonly group: SettingGroup;
  readonly kind: FieldKind;
  readonly choices?: readonly string[];
}

const limits = [
  'maxConnections',
  'maxHeaderBytes',
  'maxSessionsPerToken',
  'maxCallsPerSession',
  'maxCallsPerServer',
  'maxStreamsPerSession',
  'maxListenStreams',
  'maxSubscriptionsPerSession',
  'maxQuestionsPerSession',
  'maxParkedCallsPerServer',
  'maxBatchLength',
  'maxUnreadBytes',
  'maxWaitingBytes',
  'maxSessionRecordBytes',
] as const;

const numbers = [
  'gateway.requestTimeoutSeconds',
  'gateway.toolTimeoutSeconds',
  'gateway.sessionIdleMinutes',
  'gateway.sessionKeepHours',
  'gateway.keepAliveSeconds',
  'gateway.maxSessions',
  'gateway.maxMessageBytes',
  'gateway.rateLimitPerMinute',
  'registration.leaseSeconds',
  'registration.forgetAfterHours',
  'logging.maxLines',
  'logging.maxFileBytes',
] as const;

/** The settings with a form, in the order in which they are shown. */
export const settingFields = [
  { key: 'gateway.port', group: 'gateway', kind: 'number' },
  { key: 'gateway.host', group: 'gateway', kind: 'text' },
  { key: 'desktop.window', group: 'desktop', kind: 'choice', choices: ['open', 'hidden'] },
  { key: 'desktop.notifications', group: 'desktop', kind: 'switch' },
  { key: 'desktop.language', group: 'desktop', kind: 'choice', choices: ['system', 'en', 'ru'] },
  { key: 'auth.mode', group: 'access', kind: 'choice', choices: ['token', 'none'] },
  { key: 'registration.enabled', group: 'access', kind: 'switch' },
  { key: 'registration.approval', group: 'access', kind: 'choice', choices: ['auto', 'manual'] },
  { key: 'registration.auth', group: 'access', kind: 'choice', choices: ['none', 'token'] },
  { key: 'gateway.tls.mode', group: 'tls', kind: 'choice', choices: ['off', 'tls', 'mtls'] },
  { key: 'gateway.tls.cert_file', group: 'tls', kind: 'text' },
  { key: 'gateway.tls.key_file', group: 'tls', kind: 'text' },
  { key: 'gateway.tls.ca_cert', group: 'tls', kind: 'text' },
  { key: 'pinTools', group: 'tools', kind: 'switch' },
  { key: 'aggregate.prefix', group: 'tools', kind: 'choice', choices: ['always', 'on-conflict'] },
  { key: 'logging.level', group: 'log', kind: 'choice', choices: ['error', 'warn', 'info', 'debug'] },
  ...numbers.map((key) => ({ key, group: 'advanced', kind: 'number' }) as const),
  { key: 'gateway.allowedHosts', group: 'advanced', kind: 'list' },
  { key: 'gateway.allowedOrigins', group: 'advanced', kind: 'list' },
  ...limits.map((limit) => ({ key: `gateway.limits.${limit}`, group: 'advanced', kind: 'number' }) as const),
] as const satisfies readonly FieldShape[];

export type SettingKey = (typeof settingFields)[number]['key'];
export interface SettingField extends FieldShape {
  readonly key: SettingKey;
}

export function fieldsOf(group: SettingGroup): readonly SettingField[] {
  return settingFields.filter((field) => field.group === group);
}
