// A supervisor that a test plays: it says when the child runs, what it prints, when its pipe is full and how it ends.
import type { ErrorView } from '../../src/shared/errors.ts';
import type { ServerStatus } from '../../src/shared/state.ts';
import type { Supervisor, SupervisorEvents, SupervisorStatus } from '../../src/main/core/launcher/types.ts';

type Json = Record<string, unknown>;

export interface FakeSupervisor {
  /** What StdioConnection is given. */
  supervise(events: SupervisorEvents): Supervisor;
  /** How often something asked for a child while none ran. */
  starts(): number;
  /** All that the children were told, in order. */
  readonly written: Json[];
  /** The pipe takes what it gets, but wants a pause. */
  isFull: boolean;
  /** The pipe takes nothing any more, though the child’s end has not been told. */
  isBroken: boolean;
  /** A child runs; resolves when it is open. */
  spawn(): Promise<void>;
  /** The child prints a message. */
  print(message: Json): void;
  /** The child answers the newest request of this method. */
  answer(method: string, result: Json): void;
  /** The pipe takes messages again. */
  drain(): void;
  /** The status changes, as on the way out. */
  become(status: ServerStatus): void;
  /** The child is gone. */
  end(problem: ErrorView | null): void;
  isWanted(): boolean;
}

export function fakeSupervisor(): FakeSupervisor {
  let events: SupervisorEvents | null = null;
  let starts = 0;
  let status: SupervisorStatus = {
    status: 'stopped',
    pid: null,
    problem: null,
    startedAt: null,
    retryAt: null,
    restarts: 0,
  };
  const written: Json[] = [];
  const told = (): SupervisorEvents => {
    if (events === null) throw new Error('Nobody supervises.');
    return events;
  };
  const become = (next: ServerStatus): void => {
    status = { ...status, status: next };
    told().onStatus(status);
  };
  const fake: FakeSupervisor = {
    supervise: (given) => {
      events = given;
      const start = (): Promise<void> => {
        if (status.status === 'ready') return Promise.resolve();
        if (status.status !== 'starting') {
          starts++;
          become('starting');
        }
        return Promise.resolve();
      };
      return {
        get status() {
          return status;
        },
        start,
        tryOnce: start,
        stop: () => {
          become('stopped');
          return Promise.resolve();
        },
        restart: () => {
          become('stopping');
          return Promise.resolve();
        },
      };
    },
    starts: () => starts,
    written,
    isFull: false,
    isBroken: false,
    spawn: async () => {
      if (status.status !== 'starting') become('starting');
      await told().onSpawned({
        pid: 1,
        write: (bytes) => {
          if (fake.isBroken) return 'refused';
          written.push(JSON.parse(bytes.toString()) as Json);
          return fake.isFull ? 'underway' : 'taken';
        },
      });
      if (status.status === 'starting') become('ready');
    },
    print: (message) => told().onMessage(Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }))),
    answer: (method, result) => {
      const request = written.findLast((message) => message['method'] === method);
      if (request === undefined) throw new Error(`The child was not asked ${method}.`);
      fake.print({ id: request['id'], result });
    },
    drain: () => {
      fake.isFull = false;
      told().onDrain();
    },
    become,
    end: (problem) => {
      become('stopping');
      told().onEnded(problem);
      become('stopped');
    },
    isWanted: () => told().wanted(),
  };
  return fake;
}
