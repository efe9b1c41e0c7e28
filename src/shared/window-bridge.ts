// What the preload script puts on `window.patchbay`: the contract as named functions, nothing else.
// Types and names only, so that neither the preload script nor the page bundles a schema through it.
import type { CallInput, CallName, CallOutput, Events } from './contract.ts';
import type { ErrorView } from './errors.ts';

/** How a call ends when it crosses a process border: an Error would lose its code on the way. */
export type CallResult<Output> =
  { readonly ok: true; readonly value: Output } | { readonly ok: false; readonly error: ErrorView };

/** `window.patchbay` in the app's window; frozen, and absent in a browser. */
export type WindowBridge = {
  readonly [Name in CallName]: (input: CallInput<Name>) => Promise<CallResult<CallOutput<Name>>>;
} & {
  /** Calls back at once with the newest state and after each change, until the returned function is called. */
  onState(listener: (state: Events['state']) => void): () => void;
  /** Calls back with batches of new log lines, until the returned function is called. */
  onLogs(listener: (lines: Events['logs']) => void): () => void;
  /** Calls back when a playground has something to read, until the returned function is called. */
  onPlayground(listener: (news: Events['playground']) => void): () => void;
};

const callTable = {
  getState: true,
  startServer: true,
  stopServer: true,
  restartServer: true,
  pauseServers: true,
  resumeServers: true,
  setServerEnabled: true,
  proposeServer: true,
  listClients: true,
  connectionFacts: true,
  clientSnippet: true,
  proposeConnection: true,
  connectClient: true,
  checkClient: true,
  proposeDisconnection: true,
  disconnectClient: true,
  readImport: true,
  planImport: true,
  applyImport: true,
  undoImport: true,
  readOffer: true,
  readBundle: true,
  settleOffer: true,
  addOffer: true,
  addServer: true,
  inspectServer: true,
  learnServer: true,
  readServerEntry: true,
  checkServer: true,
  proposeServerChange: true,
  changeServer: true,
  setToolRules: true,
  removeServer: true,
  restoreServer: true,
  reviewTools: true,
  acceptTools: true,
  approveRegistration: true,
  removeRegistration: true,
  listTokens: true,
  createToken: true,
  revokeToken: true,
  rotateSecret: true,
  listTools: true,
  callTool: true,
  listSecrets: true,
  setSecret: true,
  removeSecret: true,
  readAudit: true,
  readCalls: true,
  readCall: true,
  repeatCall: true,
  clearCalls: true,
  readLogs: true,
  readRecentCalls: true,
  openPlayground: true,
  closePlayground: true,
  sendPlayground: true,
  cancelPlayground: true,
  answerPlayground: true,
  readPlayground: true,
  readConfig: true,
  readConfigSchema: true,
  checkConfig: true,
  reviewConfig: true,
  saveConfig: true,
  listConfigVersions: true,
  readConfigVersion: true,
  readSettings: true,
  reviewSettings: true,
  changeSettings: true,
  listClientAddresses: true,
  readLaunchAtLogin: true,
  setLaunchAtLogin: true,
} as const satisfies Record<CallName, true>;

/** Every call's name, without the schemas behind it; the compiler holds it equal to the contract's. */
export const bridgeCallNames = Object.keys(callTable) as readonly CallName[];

/** The IPC channel of one call. */
export function callChannel(name: CallName): string {
  return `patchbay:call:${name}`;
}

/** The IPC channels of the events: who asks for them, and where they arrive. */
export const eventChannels = {
  subscribe: 'patchbay:subscribe',
  unsubscribe: 'patchbay:unsubscribe',
  state: 'patchbay:event:state',
  logs: 'patchbay:event:logs',
  playground: 'patchbay:event:playground',
} as const;
