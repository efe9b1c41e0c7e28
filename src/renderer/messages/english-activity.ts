// The words of the section of recorded calls, in English.
import { bytes, count, locale } from './english-numbers.ts';
import type { CallDoor, CallOutcome } from '../../shared/activity.ts';
import type { OutcomeChoice } from '../activity/call-filter.ts';
import { durationWords } from './measures.ts';

const outcomes: Record<CallOutcome, string> = {
  running: 'running',
  answered: 'answered',
  failed: 'failed',
  'tool-failed': 'tool error',
  cancelled: 'cancelled',
};

const choices: Record<OutcomeChoice, string> = {
  all: 'All outcomes',
  bad: 'Failed',
  running: 'Running',
  answered: 'Answered',
  cancelled: 'Cancelled',
};

const doors: Record<CallDoor, string> = {
  http: 'Streamable HTTP',
  sse: 'HTTP+SSE',
  own: 'Patchbay itself',
};

export const activity = {
  lead: 'Every call of an MCP client, as it comes. Kept in memory, secrets masked.',
  record: 'Record calls',
  clear: 'Clear',
  cleared: 'The list is empty',
  filter: 'Filter',
  outcome: 'Outcome',
  client: 'Client',
  server: 'Server',
  anyClient: 'All clients',
  anyServer: 'All servers',
  list: 'Calls',
  calls: (value: number) => count(value, 'call', 'calls'),
  someOf: (shown: number, all: number) => `${count(shown, 'call', 'calls')} of ${all.toLocaleString(locale)}`,
  columns: {
    time: 'Time',
    outcome: 'Outcome',
    client: 'Client',
    server: 'Server',
    call: 'Call',
    duration: 'Duration',
    size: 'Size',
  },
  outcomes,
  choices,
  doors,
  gateway: 'gateway',
  off: 'Calls are not recorded. Switch recording on to see who calls what.',
  empty: 'No calls yet. They show up here as soon as a client calls a server.',
  nothingShown: 'No call fits the filter.',
  loading: 'Reading the calls',
  duration: durationWords(locale, { ms: 'ms', s: 's', min: 'min' }),
  size: bytes,
  detail: {
    label: (id: number) => `Call ${id}`,
    close: 'Close',
    again: 'Call again',
    fixed: {
      method: 'This belongs to its session and cannot be called again.',
      cut: 'Only the beginning of the request was kept, so it cannot be called again.',
    },
    againFailed: 'It could not be called again',
    log: 'Log at this moment',
    facts: 'Facts',
    route: 'Address',
    transport: 'By',
    protocol: 'Protocol',
    started: 'Began',
    took: 'Took',
    sizes: 'Sizes',
    request: 'Request',
    answer: 'Answer',
    before: (value: number) => `Before the answer: ${count(value, 'message', 'messages')}`,
    notKept: (value: number) => `${count(value, 'more was', 'more were')} not kept`,
    noAnswer: 'There is no answer.',
    noAnswerYet: 'Waiting for the answer.',
    cut: (size: string) => `The beginning of ${size}`,
    after: (duration: string) => `after ${duration}`,
    copy: (what: string) => `Copy: ${what}`,
    loading: 'Reading the call',
    gone: 'This call is not kept any more.',
  },
};
