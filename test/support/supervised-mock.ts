// The mock server under a real supervisor, with a small client to speak to it.
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../src/main/core/ports.ts';
import type { SupervisorPorts } from '../../src/main/core/launcher/ports.ts';
import { createProcessTable } from '../../src/main/core/launcher/process-table/index.ts';
import { createSpawner } from '../../src/main/core/launcher/spawner.ts';
import { createSupervisor } from '../../src/main/core/launcher/supervisor.ts';
import { systemHost } from '../../src/main/core/launcher/system-host.ts';
import type {
  ChildHandle,
  LaunchSpec,
  Supervisor,
  SupervisorOptions,
  SupervisorStatus,
} from '../../src/main/core/launcher/types.ts';
import type { ErrorView } from '../../src/shared/errors.ts';
import { memoryJournal, type MemoryJournal } from './fake-spawner.ts';
import { killProcessesWith } from './processes.ts';
import { recordingLogger, recordingSink, type RecordingSink } from './recorders.ts';

export const mockServerFile = fileURLToPath(new URL('../fixtures/mock-server.ts', import.meta.url));

export interface RpcAnswer {
  readonly id?: string | number;
  readonly method?: string;
  readonly result?: { readonly content?: readonly { readonly text: string }[] };
  readonly error?: { readonly code: number; readonly message: string };
}

export interface SupervisedMock {
  readonly supervisor: Supervisor;
  /** Stands in the environment of all its processes. */
  readonly marker: string;
  readonly messages: RpcAnswer[];
  readonly endings: (ErrorView | null)[];
  readonly statuses: SupervisorStatus[];
  readonly sink: RecordingSink;
  readonly journal: MemoryJournal;
  readonly knobs: { isWanted: boolean };
  /** Rejects with the problem when the child ends before it answers. */
  request(method: string, params?: unknown): Promise<RpcAnswer>;
  /** The text of a tool's answer. */
  call(name: string, args?: unknown): Promise<string>;
}

export interface SupervisedMockOptions extends Partial<SupervisorOptions> {
  readonly flags?: readonly string[];
  readonly spec?: Partial<LaunchSpec>;
}

/** A stopped supervisor; whatever it starts is killed when the test is over. */
export function superviseMock({
  flags = [],
  spec = {},
  ...options
}: SupervisedMockOptions = {}): SupervisedMock {
  const marker = `mock-${randomUUID()}`;
  onTestFinished(() => killProcessesWith(marker));
  const host = systemHost();
  const sink = recordingSink();
  const journal = memoryJournal();
  const messages: RpcAnswer[] = [];
  const endings: (ErrorView | null)[] = [];
  const statuses: SupervisorStatus[] = [];
  const knobs = { isWanted: false };
  const waiting = new Map<number, PromiseWithResolvers<RpcAnswer>>();
  let child: ChildHandle | null = null;
  let lastId = 0;

  const send = (message: object): void =>
    void child?.write(Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message })));
  const request = (method: string, params: unknown = {}): Promise<RpcAnswer> => {
    const id = ++lastId;
    const answer = Promise.withResolvers<RpcAnswer>();
    waiting.set(id, answer);
    send({ id, method, params });
    return answer.promise;
  };

  const ports: SupervisorPorts = {
    clock: systemClock(),
    logger: recordingLogger(),
    logSink: sink,
    journal,
    spawner: createSpawner({
      host,
      table: createProcessTable(host),
      env: process.env,
      searchPath: () => Promise.resolve(process.env['PATH'] ?? ''),
    }),
  };
  const supervisor = createSupervisor(
    {
      name: 'mock',
      command: process.execPath,
      args: [mockServerFile, ...flags],
      cwd: undefined,
      ...spec,
      env: { MARKER: marker, ...spec.env },
    },
    {
      maxRestarts: 5,
      startTimeoutMs: 20_000,
      maxLineBytes: 64 * 1024 * 1024,
      ...options,
      timing: { inputMs: 200, terminateMs: 200, firstBackoffMs: 10, drainMs: 200, ...options.timing },
    },
    {
      onSpawned: async (handle) => {
        child = handle;
        const { error } = await request('initialize', { protocolVersion: '2025-11-25' });
        if (error !== undefined) throw new Error(error.message);
        send({ method: 'notifications/initialized' });
      },
      onMessage: (line) => {
        const message = JSON.parse(line.toString('utf8')) as RpcAnswer;
        messages.push(message);
        if (typeof message.id === 'number') waiting.get(message.id)?.resolve(message);
      },
      onDrain: () => undefined,
      onEnded: (problem) => {
        child = null;
        endings.push(problem);
        for (const answer of waiting.values()) answer.reject(new Error(problem?.message ?? 'stopped'));
        waiting.clear();
      },
      onStatus: (status) => void statuses.push(status),
      wanted: () => knobs.isWanted,
    },
    ports,
  );
  return {
    supervisor,
    marker,
    messages,
    endings,
    statuses,
    sink,
    journal,
    knobs,
    request,
    call: async (name, args) => {
      const { result, error } = await request('tools/call', { name, arguments: args });
      if (error !== undefined) throw new Error(error.message);
      return result?.content?.[0]?.text ?? '';
    },
  };
}
