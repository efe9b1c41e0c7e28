// The words of single servers at length, their tools and their entries, in English.
import type { CommandCheck, ToolHint, ToolOffer, UrlCheck } from '../../shared/server-detail.ts';
import type { ServerOrder, SourceChoice } from '../state/server-order.ts';
import type { ServerTab } from '../state/server-tabs.ts';
import { count, numbers } from './english-numbers.ts';

const tabs: Record<ServerTab, string> = {
  overview: 'Overview',
  tools: 'Tools',
  resources: 'Resources',
  prompts: 'Prompts',
  calls: 'Sessions and calls',
};

const orders: Record<ServerOrder, string> = {
  file: 'As configured',
  name: 'By name',
  state: 'By state',
  sessions: 'Most sessions first',
  lastSeen: 'Last heard first',
};

const sources: Record<SourceChoice, string> = {
  all: 'All',
  config: 'Configured',
  registered: 'Registered',
  'built-in': 'Built in',
  attention: 'Need attention',
};

const offers: Record<ToolOffer, string> = {
  offered: 'Offered',
  denied: 'Denied by tools.deny',
  'not-allowed': 'Not in tools.allow',
  held: 'Held back until accepted',
};

const hints: Record<ToolHint, string> = {
  'reads-only': 'only reads',
  destroys: 'may destroy',
  'repeats-well': 'may be repeated',
  'open-world': 'reaches outside',
};

const commandStates: Record<CommandCheck['status'], (check: CommandCheck) => string> = {
  executable: ({ file }) => `Found: ${file ?? ''}`,
  'not-executable': ({ file }) => `${file ?? ''} is there, but may not be executed.`,
  missing: ({ searched }) =>
    searched === 0
      ? 'There is no such file.'
      : `Not found in ${count(searched, 'folder', 'folders')} of PATH. Install it, or write its full path.`,
};

const urlStates: Record<UrlCheck['status'], (check: UrlCheck) => string> = {
  answers: ({ httpStatus }) => `Somebody answers there (HTTP ${httpStatus ?? 0}).`,
  'wants-token': ({ httpStatus }) =>
    `It answers and wants a token (HTTP ${httpStatus ?? 0}): send it as a header.`,
  'not-found': ({ httpStatus }) =>
    `The host answers, but has nothing at this path (HTTP ${httpStatus ?? 0}).`,
  refused: ({ httpStatus }) => `The host answers with an error (HTTP ${httpStatus ?? 0}).`,
  unreachable: ({ reason }) => `No answer: ${reason ?? 'unknown reason'}.`,
  unchecked: () => 'Checked when it is used, as it has variables in it.',
};

export const manage = {
  tabs,
  tabsOf: (server: string) => `Parts of ${server}`,
  order: 'Order',
  orders,
  source: 'Show',
  sources,
  noneOfKind: 'There is none of this kind.',
  add: 'Add server',
  edit: 'Edit',
  editServer: (server: string) => `Edit ${server}`,
  remove: 'Remove',
  removeServer: (server: string) => `Remove ${server}`,
  removed: (server: string) => `${server} was removed from config.json.`,
  undo: 'Undo',
  undone: (server: string) => `${server} is back.`,
  dismiss: 'Dismiss',
  notices: 'Removed servers',
  loading: 'Loading',
  failed: 'This could not be read',
  tryAgain: 'Try again',
  era: 'Era',
  eras: { legacy: 'with sessions', modern: 'stateless' },

  unknown: {
    title: 'Nobody has asked this server yet',
    text: 'What it offers is learnt when it runs for the first time.',
    ask: 'Start and ask',
  },

  tools: {
    filter: 'Filter tools',
    none: 'This server offers no tools.',
    noMatch: (filter: string) => `No tool matches “${filter}”.`,
    count: (shown: number, offered: number) =>
      `${numbers.format(offered)} of ${count(shown, 'tool', 'tools')} offered`,
    offer: (tool: string) => `Offer ${tool}`,
    offers,
    hints,
    byPattern: (pattern: string) => `The pattern ${pattern} denies it; change that in config.json.`,
    ownName: (tool: string) => `the server’s own name: ${tool}`,
    rename: 'Rename',
    renameTool: (tool: string) => `Rename ${tool}`,
    newName: (tool: string) => `New name of ${tool}`,
    save: 'Save',
    cancel: 'Cancel',
    nameFault: '1 to 128 of the characters A-Z a-z 0-9 _ . -',
    clash: (tool: string, name: string) => `${tool} cannot be called ${name}: another tool has that name.`,
    input: 'Arguments',
    noInput: 'It takes no arguments.',
    output: 'Answer',
    required: 'required',
    schema: 'JSON Schema',
    copySchema: (tool: string) => `Copy the schema of ${tool}`,
    fixed: 'Tools of registered and built-in servers are offered as they are.',
  },

  review: {
    changed: (tools: number) => `${count(tools, 'tool is', 'tools are')} new or not as accepted`,
    look: 'Look at the changes',
    title: (server: string) => `Changed tools of ${server}`,
    text: 'A description is read by the model as an instruction. Accept only what you expect this server to say.',
    before: 'Accepted',
    after: 'Now',
    isNew: 'New tool',
    isHeld: 'held back',
    accept: (tools: number) => `Accept ${count(tools, 'tool', 'tools')}`,
    close: 'Close',
    nothing: 'All tools are as they were accepted.',
  },

  resources: {
    none: 'This server has no resources.',
    template: 'template',
    copy: (uri: string) => `Copy ${uri}`,
  },

  prompts: {
    none: 'This server has no prompts.',
    arguments: 'Arguments',
  },

  calls: {
    sessions: 'Clients connected now',
    noSessions: 'No client is connected to it.',
    client: 'Client',
    where: 'Connected to',
    onAll: 'all servers (/mcp)',
    alone: 'this server alone',
    active: 'Last activity',
    inFlight: 'In flight',
    unknownClient: 'unknown',
    numbers: 'Calls since Patchbay started',
    noCalls: 'It has not been called yet.',
    method: 'Method',
    all: 'All',
    count: 'Calls',
    errors: 'Errors',
    cancelled: 'Cancelled',
    median: 'Median',
    p95: '95 %',
    ms: (value: number) =>
      value < 1000
        ? `${numbers.format(value < 10 ? Math.round(value * 10) / 10 : Math.round(value))} ms`
        : `${numbers.format(Math.round(value / 100) / 10)} s`,
  },

  form: {
    addTitle: 'Add a server',
    editTitle: (server: string) => `Edit ${server}`,
    kind: 'How it is reached',
    kinds: { command: 'A command on this machine', url: 'A URL' },
    name: 'Name',
    nameHint: 'Clients see it in the address and before the names of its tools.',
    command: 'Command',
    args: 'Arguments',
    argsHint: 'One on each line. No shell reads them.',
    env: 'Environment',
    envHint: 'NAME=value, one on each line. ${NAME} and ${secret:NAME} are filled in.',
    cwd: 'Working folder',
    url: 'URL',
    transport: 'Transport',
    transports: { http: 'Streamable HTTP', sse: 'HTTP+SSE (2024-11-05)' },
    headers: 'Headers',
    headersHint: 'Name: value, one on each line. Write secrets as ${secret:NAME}.',
    more: 'More settings',
    description: 'Description',
    eager: 'Start with Patchbay',
    isolated: 'A process of its own for each client',
    pinTools: 'Hold back tools that are new or have changed',
    timeout: 'Seconds a tool call may take',
    lineFault: (line: string) => `“${line}” has no value.`,
    masked: 'Secrets are shown as [redacted]; leave that, and they stay as they are.',
    checking: 'Checking',
    commandStates,
    urlStates,
    missingFolder: (folder: string) => `There is no folder ${folder}.`,
    preview: 'What will run',
    previewUrl: 'What will be called',
    commandExample: 'npx',
    urlExample: 'https://example.com/mcp',
    nothingYet: 'Name a command or a URL.',
    cancel: 'Cancel',
    next: 'Continue',
    save: 'Save',
    addUrl: 'Add server',
  },

  consent: {
    title: (server: string) => `Run this as “${server}”?`,
    text: 'It will run on this machine with all your rights. Agree only if you know where it comes from.',
    changeText: 'What runs has changed. It will run on this machine with all your rights.',
    back: 'Back',
    yes: 'Yes, add and allow it to run',
    yesChange: 'Yes, save and allow it to run',
  },
};
