// The words of access tokens, in English.
import { locale } from './english-numbers.ts';
import type { TokenReach } from '../state/token-scopes.ts';
import type { TokenStatus } from '../../shared/tokens.ts';

const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
const list = new Intl.ListFormat(locale);
const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
const dateAndTime = new Intl.DateTimeFormat(locale, {
  dateStyle: 'medium',
  timeStyle: 'short',
  hour12: false,
});

const status: Record<TokenStatus, string> = {
  active: 'Active',
  expired: 'Expired',
  outdated: 'Signed with an old secret',
};

const others: Readonly<Record<string, string>> = { registry: 'registering servers', metrics: 'metrics' };

export const tokens = {
  title: 'Access tokens',
  lead: 'What clients show to the gateway. Give each client one of its own, so that it can be revoked alone.',
  empty: 'There is no token yet. Make one for each client that is to use this gateway.',
  own: 'Patchbay made this one itself, for patchbay bridge and for your scripts on this machine.',
  loading: 'Reading the tokens',
  list: 'Tokens',
  status,
  created: 'Created',
  expires: 'Expires',
  expired: 'Expired',
  outdated: 'Counted until',
  lastUsed: 'Last used',
  never: 'never',
  id: 'Id',
  new: 'New token',
  revoke: 'Revoke',
  revokeToken: (name: string) => `Revoke ${name}`,
  revoked: (name: string) => `${name} is revoked`,
  /** `time` in epoch milliseconds. */
  day: (time: number) => date.format(time),
  moment: (time: number) => dateAndTime.format(time),
  fromNow,
  reach,

  form: {
    title: 'New token',
    name: 'Name',
    nameHint: 'What it is for, such as the client’s name.',
    nameMissing: 'Give it a name.',
    expires: 'Expires after',
    lives: [
      { value: '1d', label: '1 day' },
      { value: '7d', label: '7 days' },
      { value: '30d', label: '30 days' },
      { value: '90d', label: '90 days' },
      { value: '365d', label: '1 year' },
    ],
    anotherLife: 'Another time',
    lifeText: 'Time until it expires',
    lifeHint: 'A number and s, m, h, d or w, such as 12h or 45d; at most 3650d.',
    lifeFault: 'Give a number and s, m, h, d or w, such as 12h or 45d; more than nothing, at most 3650d.',
    servers: 'Good for',
    everything: 'All servers',
    everythingHint: 'Those of later, too.',
    someServers: 'Only some servers',
    someHint: 'The others are as if they were not there.',
    chosen: 'Servers',
    noneChosen: 'Choose at least one server.',
    readOnly: 'Only tools that read',
    readOnlyHint: 'Tools that say of themselves that they change nothing. It trusts what servers say.',
    create: 'Create token',
    cancel: 'Cancel',
  },

  made: {
    title: (name: string) => `Token for ${name}`,
    lead: 'Copy it now: it is shown this once, and cannot be read again later.',
    token: 'Token',
    header: 'As a header',
    config: 'In the configuration of a client',
    done: 'Done',
    copyToken: 'the token',
    copyHeader: 'the header',
    copyConfig: 'the client configuration',
    until: (time: number) => `It counts until ${dateAndTime.format(time)}.`,
  },

  revocation: {
    title: (name: string) => `Revoke ${name}?`,
    text: 'Whoever uses this token is cut off at once, and it cannot be brought back.',
    confirm: 'Revoke token',
    cancel: 'Cancel',
  },

  rotation: {
    title: 'Signing secret',
    text: 'All tokens are signed with one secret. If it may have leaked, rotate it: tokens of before count until a grace is over, and clients need new ones by then.',
    open: 'Rotate the secret',
    dialogTitle: 'Rotate the signing secret?',
    dialogText: 'New tokens are signed with another secret from now on.',
    grace: 'Tokens of before count for',
    graces: [
      { value: '0s', label: 'no longer, from now on' },
      { value: '1h', label: 'another hour' },
      { value: '1d', label: 'another day' },
      { value: '7d', label: 'another 7 days' },
      { value: '30d', label: 'another 30 days' },
    ],
    atOnce: 'Every client of now is cut off at once, and needs a new token.',
    /** `time` in epoch milliseconds. */
    until: (time: number) =>
      `Every client of now goes on until ${dateAndTime.format(time)}, and needs a new token by then.`,
    confirm: 'Rotate secret',
    cancel: 'Cancel',
    done: (time: number) =>
      `The secret was rotated. Tokens of before count until ${dateAndTime.format(time)}.`,
    doneAtOnce: 'The secret was rotated. Tokens of before do not count any more.',
  },
};

/** What a token is good for, as a sentence without its end. */
function reach({ everything, mcp, servers, readOnly, others: more }: TokenReach): string {
  if (everything) return 'Everything on the gateway';
  const rest = more.map((scope) => others[scope] ?? scope);
  if (!mcp) return `Only ${list.format(rest)}`;
  const where = servers === null ? 'all servers' : list.format(servers);
  const main = readOnly ? `Only tools that read, on ${where}` : `Only ${where}`;
  return rest.length === 0 ? main : `${main}; and ${list.format(rest)}`;
}

/** "in 89 days", "5 minutes ago". */
function fromNow(time: number, now: number): string {
  const distance = time - now;
  const length = Math.abs(distance);
  if (length < 60_000) return distance < 0 ? 'less than a minute ago' : 'in less than a minute';
  const units = [
    ['day', 86_400_000],
    ['hour', 3_600_000],
  ] as const;
  const [unit, size] = units.find(([, one]) => length >= 2 * one) ?? (['minute', 60_000] as const);
  return relative.format(Math.round(distance / size), unit);
}
