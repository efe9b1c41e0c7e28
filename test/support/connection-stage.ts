// One child's connection on a stage: its supervisor played by the test, its sessions writing down what they hear.
import type { StdioServerConfig } from '../../src/main/core/config/types.ts';
import { StdioConnection } from '../../src/main/core/upstream/stdio-connection.ts';
import { StdioLink } from '../../src/main/core/upstream/stdio-link.ts';
import { gatewayClient } from '../../src/main/core/upstream/handshake.ts';
import type { Openings } from '../../src/main/core/upstream/greet.ts';
import { legacyOpening } from '../../src/main/core/upstream/opening.ts';
import type { ErrorView } from '../../src/shared/errors.ts';
import { fakeClock } from './fake-clock.ts';
import { fakeSupervisor } from './fake-supervisor.ts';
import { ListeningPeer, recordingExchange, scan, type ExchangeLog, type Json } from './listening-peer.ts';
import { recordingLogger } from './recorders.ts';

const usual: StdioServerConfig = {
  kind: 'stdio',
  name: 'box',
  command: 'npx',
  args: [],
  env: {},
  cwd: undefined,
  session: 'shared',
  start: 'lazy',
  idleMinutes: 10,
  maxRestarts: 5,
  enabled: true,
  toolTimeoutSeconds: 300,
  tools: {},
  secrets: [],
  fault: null,
};

export function connectionStage(
  config: Partial<StdioServerConfig> = {},
  openings: Openings = [legacyOpening],
) {
  const clock = fakeClock();
  const logger = recordingLogger();
  const supervisor = fakeSupervisor();
  const crashes: ErrorView[] = [];
  /** Methods of the openings that fitted instead of the first. */
  const others: string[] = [];
  const connection = new StdioConnection({
    openings: () => openings,
    onOther: (opening) => void others.push(opening.method),
    config: { ...usual, ...config },
    client: () => gatewayClient('1'),
    timeouts: { requestMs: 30_000, toolMs: 300_000 },
    startTimeoutMs: 120_000,
    clock,
    logger,
    hooks: {
      onChange: () => undefined,
      onReady: () => undefined,
      onListChanged: () => undefined,
      isReadOnlyTool: (name) => name === 'look',
      onCrashed: (problem) => crashes.push(problem),
    },
    supervise: (events) => supervisor.supervise(events),
  });
  let lastId = 0;
  const session = (id: string) => {
    const peer = new ListeningPeer(id);
    const link = new StdioLink(connection, peer);
    return {
      peer,
      link,
      ask: (method: string, params: Json = {}): { id: number; log: ExchangeLog } => {
        const { log, exchange } = recordingExchange();
        link.request(scan({ jsonrpc: '2.0', id: ++lastId, method, params }), exchange);
        return { id: lastId, log };
      },
      notify: (method: string, params: Json = {}) => link.notify(scan({ jsonrpc: '2.0', method, params })),
    };
  };
  /** A child runs and is open. */
  const open = async (protocolVersion = '2025-11-25'): Promise<void> => {
    const opened = supervisor.spawn();
    supervisor.answer('initialize', { protocolVersion, capabilities: {}, serverInfo: {} });
    await opened;
  };
  /** What the child was told, by method; '' for answers. */
  const methods = (): string[] =>
    supervisor.written.map(({ method }) => (typeof method === 'string' ? method : ''));
  return { clock, logger, supervisor, crashes, others, connection, session, open, methods };
}
