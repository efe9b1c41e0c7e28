// The English words of the playground.
import type { Fault } from '../pages/playground/schema/faults.ts';
import { bytes, count, numbers } from './english-numbers.ts';

const types: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number, such as 1.5',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
  json: 'valid JSON; texts stand in quotes',
};

function fault(what: Fault): string {
  switch (what.kind) {
    case 'missing':
      return 'This is required.';
    case 'unknown':
      return 'The schema knows no such member.';
    case 'twice':
      return 'Each may be there only once.';
    case 'type':
      return `This must be ${types[what.type] ?? what.type}.`;
    case 'choice':
      return `This must be one of: ${what.choices.slice(0, 20).join(', ')}.`;
    case 'format':
      return `This is not ${formats[what.format] ?? `of the format ${what.format}`}.`;
    case 'pattern':
      return `This does not fit the pattern ${what.pattern.slice(0, 200)}`;
    case 'short':
      return `At least ${count(what.limit, 'character', 'characters')}.`;
    case 'long':
      return `At most ${count(what.limit, 'character', 'characters')}.`;
    case 'small':
      return `At least ${numbers.format(what.limit)}.`;
    case 'large':
      return `At most ${numbers.format(what.limit)}.`;
    case 'above':
      return `More than ${numbers.format(what.limit)}.`;
    case 'below':
      return `Less than ${numbers.format(what.limit)}.`;
    case 'multiple':
      return `A multiple of ${numbers.format(what.limit)}.`;
    case 'fewItems':
      return `At least ${count(what.limit, 'item', 'items')}.`;
    case 'manyItems':
      return `At most ${count(what.limit, 'item', 'items')}.`;
  }
}

const formats: Readonly<Record<string, string>> = {
  email: 'an e-mail address, such as ada@example.com',
  uri: 'a complete address, such as https://example.com',
  url: 'a complete address, such as https://example.com',
  date: 'a date, such as 2026-07-28',
  'date-time': 'a date with a time, such as 2026-07-28T12:00:00Z',
  uuid: 'a UUID',
};

const kinds = { tools: 'Tools', resources: 'Resources', templates: 'Templates', prompts: 'Prompts' };

/** "340 ms", "2.4 s". */
function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${numbers.format(Math.round(milliseconds))} ms`;
  return `${numbers.format(Math.round(milliseconds / 100) / 10)} s`;
}

export const playground = {
  title: 'Playground',
  server: 'Server',
  kinds,
  kindsLabel: 'What to try',
  search: 'Search',
  listOf: (kind: keyof typeof kinds) => kinds[kind],
  reload: 'Read the lists again',
  loading: (server: string) => `Opening ${server}`,
  loadingHint: 'A server that is not running yet is started now.',
  failed: (server: string) => `${server} could not be opened`,
  tryAgain: 'Try again',
  noneOf: {
    tools: 'This server has no tools.',
    resources: 'This server has no resources.',
    templates: 'This server has no templates.',
    prompts: 'This server has no prompts.',
  },
  noMatch: (search: string) => `Nothing here matches “${search}”.`,
  moreItems: (value: number) => `${numbers.format(value)} more; narrow the search.`,
  noServers: 'No server is enabled.',
  noServersHint: 'Enable or add one to try its tools here.',
  toServers: 'Go to the servers',
  pick: {
    tools: 'Choose a tool to run it.',
    resources: 'Choose a resource to read it.',
    templates: 'Choose a template to read what it makes.',
    prompts: 'Choose a prompt to get its messages.',
  },
  gone: (name: string) => `${name} is not there any more.`,
  instructions: 'What the server says about itself',
  hints: {
    isReadOnly: 'Only reads',
    isReadOnlyHint: 'The server says that this tool changes nothing.',
    isDestructive: 'May destroy',
    isDestructiveHint: 'The server says that this tool may delete or overwrite something.',
    isOpenWorld: 'Reaches out',
    isOpenWorldHint: 'The server says that this tool reaches beyond this machine.',
  },
  needsTask:
    'This tool can only be run as a task, which the playground does not do; the server will refuse it.',
  copyName: (name: string) => `Copy ${name}`,
  run: 'Run',
  runAgain: 'Run again',
  read: 'Read',
  get: 'Get prompt',
  cancel: 'Cancel',
  reset: 'Reset',
  showMore: 'Show more',
  asForm: 'Form',
  asJson: 'JSON',
  arguments: 'Arguments',
  shown: 'Shown as',
  subscribe: 'Tell me when it changes',
  subscribed: (changes: number) =>
    changes === 0 ? 'No change so far' : `Changed ${count(changes, 'time', 'times')}; read it again`,
  address: 'Address',
  size: bytes,

  form: {
    fault,
    notSet: 'not set',
    notSent: 'not sent',
    noFields: 'Takes no arguments.',
    notJson: (reason: string) => `Not a JSON object: ${reason}`,
    item: (value: number) => `Item ${numbers.format(value)}`,
    addItem: (name: string) => `Add to ${name}`,
    removeItem: (value: number, name: string) => `Remove item ${numbers.format(value)} of ${name}`,
    moreItems: (value: number) => `${numbers.format(value)} more; JSON shows them all.`,
    addObject: (name: string) => `Fill in ${name}`,
    removeObject: (name: string) => `Leave out ${name}`,
    otherMembers: (value: number) => `${count(value, 'more member', 'more members')}, which JSON shows.`,
    variant: (value: number) => `Form ${numbers.format(value)}`,
    variants: 'Which form',
  },

  result: {
    title: 'Result',
    running: 'Running',
    runningFor: (milliseconds: number) => `Running for ${duration(milliseconds)}`,
    done: (milliseconds: number) => `Done in ${duration(milliseconds)}`,
    toolFailed: (milliseconds: number) => `The tool reports an error after ${duration(milliseconds)}`,
    failed: 'Failed',
    cancelled: 'Cancelled',
    progress: 'Progress',
    progressOf: (value: number, total: number) => `${numbers.format(value)} of ${numbers.format(total)}`,
    step: (value: number) => numbers.format(value),
    errorData: 'Data of the error',
    code: (code: number) => `Code ${code}`,
    nothing: 'The answer holds no content.',
    structured: 'Structured content',
    whole: 'The whole answer as JSON',
    text: 'Text',
    image: (type: string) => `Image, ${type}`,
    audio: (type: string) => `Audio, ${type}`,
    resource: (uri: string) => `Resource ${uri}`,
    link: (name: string) => `Link to ${name}`,
    unknown: (type: string) => `Content of the kind “${type}”`,
    binary: (type: string, size: number) => `${type}, ${bytes(size)}`,
    broken: 'The data cannot be shown.',
    showAll: (characters: number) => `Show all ${numbers.format(characters)} characters`,
    showLess: 'Show less',
    tooLong: (characters: number) =>
      `${numbers.format(characters)} characters are too many to show; download them.`,
    download: (what: string) => `Download ${what}`,
    downloadShort: 'Download',
    copy: (what: string) => `Copy ${what}`,
    readShort: 'Read',
    readResource: (name: string) => `Read ${name}`,
    open: (host: string) => `Open ${host}`,
    notOpened: 'This is no http or https address, so it is not opened.',
    messageFrom: (role: string) => (role === 'assistant' ? 'Assistant' : role === 'user' ? 'User' : role),
    urlRequired: 'The server wants you to visit a page first, then to run this again:',
  },

  questions: {
    title: (server: string) => `${server} asks`,
    fromCall: 'Your call waits for the answer.',
    fromNowhere: 'It belongs to no call of yours.',
    accept: 'Send answer',
    decline: 'Decline',
    dismiss: 'Cancel',
    visited: 'I have visited it',
    urlLead: 'The server asks you to visit this page:',
    urlWarning: 'Look at the address before you open it: the server chose it.',
    sampling: (server: string) => `${server} asks a language model`,
    samplingLead: 'You answer in its place.',
    system: 'System prompt',
    maxTokens: (value: number) => `At most ${count(value, 'token', 'tokens')}`,
    tools: (value: number) => `With ${count(value, 'tool', 'tools')}`,
    reply: 'Answer',
    model: 'Model',
    modelDefault: 'by hand',
    stopReason: 'Stop reason',
    refuse: 'Refuse',
    wholeRequest: 'The whole request as JSON',
    pageAddress: 'the address',
    other: (server: string, method: string) => `${server} asks for ${method}`,
    otherField: 'Result as JSON',
    missed: 'The server no longer waits for this answer.',
    came: (server: string) => `${server} asks something`,
  },

  notes: {
    title: 'Messages',
    clear: 'Clear',
    none: 'What the server tells on its own appears here.',
    level: 'Ask for messages of level',
    levelUnset: 'the server’s choice',
    roots: 'Folders for servers that ask',
    rootsHint: 'Addresses with spaces between them',
    rootsFault: (uri: string) => `“${uri}” does not begin with file:///`,
    lost: (value: number) => `${count(value, 'message was', 'messages were')} left out: they came too fast`,
  },
};
