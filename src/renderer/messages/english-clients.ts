// The words of other programs on this machine, of importing their servers, and of the first steps, in English.
import { count, locale } from './english-numbers.ts';
import type { ClientCheckResult, ClientState, ImportObstacle } from '../../shared/clients.ts';

const list = new Intl.ListFormat(locale);

const state: Record<ClientState, string> = {
  connected: 'Connected',
  'not connected': 'Not connected',
  'not installed': 'Not installed',
  unusable: 'File cannot be used',
};

const checks: Record<ClientCheckResult, (name: string, command: string) => string> = {
  reached: (name, command) => `Asked by ${command}, ${name} reaches Patchbay.`,
  'not reached': (name, command) =>
    `Asked by ${command}, ${name} knows the entry and did not reach Patchbay.`,
  seen: (name, command) => `Asked by ${command}, ${name} knows the entry.`,
  'not seen': (name, command) =>
    `Asked by ${command}, ${name} knows of no such entry; it may read another file.`,
  'not on PATH': (name, command) =>
    `Not asked whether ${name} sees it: ${command} needs a command that is not on PATH.`,
  'no answer': (name, command) =>
    `Asked by ${command}, ${name} gave no answer that says whether it sees the entry.`,
  'no command': () => '',
};

export const clients = {
  title: 'Clients',
  lead: 'Programs on this machine that can use your servers. Each gets one entry in its file, and a token of its own.',
  reading: 'Looking for clients',
  list: 'Clients on this machine',
  none: 'None of the clients that Patchbay knows is on this machine.',
  absent: (names: readonly string[]) => `Not on this machine: ${list.format(names)}.`,
  state,
  own: (servers: number) =>
    servers === 0 ? 'no servers of its own' : `${count(servers, 'server', 'servers')} of its own`,
  connect: 'Connect',
  connectClient: (name: string) => `Connect ${name}`,
  disconnect: 'Disconnect',
  disconnectClient: (name: string) => `Disconnect ${name}`,
  import: 'Import',
  importFrom: (name: string) => `Import servers from ${name}`,
  undo: 'Undo import',
  undoFrom: (name: string) => `Undo the import from ${name}`,
  connected: (name: string) => `${name} is connected. Start it anew to have it read the change.`,
  checked: (name: string, command: string, result: ClientCheckResult) => checks[result](name, command),
  disconnected: (name: string) => `${name} is disconnected. Start it anew to have it read the change.`,
  nothingToUndo: (name: string) => `${name} was not connected.`,
  undone: (name: string, removed: readonly string[], kept: readonly string[]) =>
    [
      removed.length === 0
        ? `The import from ${name} is undone.`
        : `The import from ${name} is undone: ${list.format(removed)} removed.`,
      ...(kept.length === 0 ? [] : [`Changed since, and kept: ${list.format(kept)}.`]),
    ].join(' '),
  undoTitle: (name: string) => `Undo the import from ${name}?`,
  undoText:
    'The imported servers and their secrets are removed. If the client was switched over, its file becomes what it was.',
  undoConfirm: 'Undo import',
  cancel: 'Cancel',
  close: 'Close',
  firstSteps: 'First steps',

  change: {
    connect: (name: string) => `Connect ${name}?`,
    disconnect: (name: string) => `Disconnect ${name}?`,
    made: 'This file is made:',
    changed: 'This file is changed, and nothing else in it:',
    gone: 'This file is removed; it was not there before:',
    lines: 'The change',
    removed: 'removed',
    added: 'added',
    token: 'A token of its own is made when you agree; it comes where a value is hidden here.',
    confirm: 'Make this change',
    again: 'Show it again',
    working: 'Working out the change',
  },

  importing: {
    title: (name: string) => `Import from ${name}`,
    reading: 'Reading its servers',
    empty: 'It has no servers of its own.',
    lead: 'Choose what to bring here. Each command is shown whole; it will run on this machine, with all your rights.',
    servers: 'Servers to import',
    choose: (name: string) => `Import ${name}`,
    as: (name: string) => `as ${name}`,
    duplicate: (name: string) => `Here already, as ${name}`,
    ours: 'Leads to Patchbay itself',
    unusable: (problem: string, _obstacle?: ImportObstacle) => `Cannot be imported: ${problem}`,
    leftOut: (keys: readonly string[]) => `Does not come along: ${keys.join(', ')}.`,
    keep: 'Keep as secrets',
    keepHint: 'In the system’s keychain where there is one; config.json then holds only their names.',
    ask: (name: string) => `Value for ${name}`,
    switchOver: (name: string) => `Switch ${name} over to Patchbay`,
    switchHint:
      'Its entries for these servers are replaced by one for Patchbay. Undone together with the import.',
    noSwitch: 'It cannot be switched over:',
    review: 'Review',
    reviewTitle: (servers: number) => `Add ${count(servers, 'server', 'servers')}?`,
    onlySwitchTitle: (name: string) => `Switch ${name} over?`,
    keptAs: (names: readonly string[]) => `Kept as secrets: ${list.format(names)}`,
    back: 'Back',
    confirm: (servers: number) =>
      servers === 0 ? 'Switch over' : `Add ${count(servers, 'server', 'servers')}`,
    doneTitle: (name: string) => `Imported from ${name}`,
    done: (names: readonly string[]) =>
      names.length === 0
        ? 'No server was new.'
        : `${list.format(names)} ${names.length === 1 ? 'is' : 'are'} here now.`,
    switched: (name: string) => `${name} uses them through Patchbay from its next start.`,
    missing: (names: readonly string[]) =>
      `Still without a value: ${list.format(names)}. Give it with patchbay secret set.`,
    undoable: 'All of it can be undone as one, under Clients.',
  },

  others: {
    title: 'Any other client',
    lead: 'What speaks Streamable HTTP takes this address with a token of its own; what only starts programs takes the command.',
    newToken: 'Make a token',
    url: 'By address',
    command: 'As a command',
    toml: 'As TOML',
    token: 'TOKEN',
    copyUrl: 'the entry by address',
    copyCommand: 'the entry as a command',
    copyToml: 'the entry as TOML',
  },

  steps: {
    title: 'Patchbay is running',
    lead: 'Three short steps from here to a working tool call in your client.',
    skip: 'Skip',
    done: 'Done',
    finished: 'done',
    bring: 'Bring your servers',
    bringText:
      'These programs have servers in their files. Choose which to bring here; nothing comes that you have not seen.',
    bringNone: 'No other program’s file has servers.',
    bringElse:
      'Or add one yourself, in the window or in the configuration file; a save is picked up at once.',
    addServer: 'Add a server',
    here: (names: readonly string[]) => `Here now: ${list.format(names)}.`,
    connect: 'Connect a client',
    connectText: 'One entry in its file, shown before it is made, and taken out again just as easily.',
    connectNone: 'None of the clients that Patchbay knows is on this machine.',
    otherClients: 'Any other client',
    call: 'Make a first call',
    callText: 'Ask the built-in server what runs here, as a client would.',
    callButton: 'Call list_servers',
    called: (milliseconds: number) => `Answered in ${count(milliseconds, 'millisecond', 'milliseconds')}:`,
    answer: 'The answer',
    callFailed: 'The tool answered with an error:',
    configSnippet: 'the configuration example',
    exampleName: 'files',
    exampleFolder: '/path/to/notes',
  },
};
