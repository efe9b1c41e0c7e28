// A registry whose time a test moves, with servers to register, and a look that finds somebody or not.
import { setImmediate } from 'node:timers/promises';
import { readAnnouncement } from '../../src/main/core/registry/announcement.ts';
import type { RegistryEvent } from '../../src/main/core/registry/types.ts';
import type { Clock } from '../../src/main/core/ports.ts';
import type { RegistrationRecord } from '../../src/main/core/store/registration-records.ts';
import { fakeClock, type FakeClock } from './fake-clock.ts';
import { openRegistry, type RegistryStage, type StageOptions } from './registry-stage.ts';

export interface LeaseStage extends RegistryStage {
  readonly clock: FakeClock;
  /** By how much the clocks differ from what passed here. */
  readonly jump: { wall: number; monotonic: number };
  /** Keys of the servers that were looked at. */
  readonly looks: string[];
  /** Whether a look finds somebody. */
  isThere: boolean;
  readonly events: RegistryEvent[];
  register(id?: string, host?: string): Promise<void>;
  beat(id?: string): Promise<void>;
  state(id?: string): string | undefined;
  /** Of a server that is registered. */
  record(id?: string): RegistrationRecord;
  /** Time goes by in steps of a second, whoever is asked answering meanwhile. */
  pass(ms: number): Promise<void>;
}

/** Call from within a test. */
export async function leaseStage(options: StageOptions = {}): Promise<LeaseStage> {
  const clock = fakeClock();
  const jump = { wall: 0, monotonic: 0 };
  const seen: Clock = {
    ...clock,
    now: () => clock.now() + jump.wall,
    monotonic: () => clock.monotonic() + jump.monotonic,
  };
  const looks: string[] = [];
  const open = await openRegistry({
    clock: seen,
    probe: async ({ key }) => {
      looks.push(key);
      if (!self.isThere) throw new Error('Connection refused.');
    },
    ...options,
  });
  const events: RegistryEvent[] = [];
  open.registry.subscribe((event) => events.push(event));
  const announce = (id: string, host: string) =>
    readAnnouncement({ server_id: id, server_url: `http://${host}/${id}` });
  const self: LeaseStage = {
    ...open,
    clock,
    jump,
    looks,
    isThere: false,
    events,
    register: async (id = 'a', host = '127.0.0.1') => {
      await open.registry.servers.register(announce(id, host), '127.0.0.1');
    },
    beat: async (id = 'a') => {
      const reference = { key: `${id}_1`, id: undefined, copy: undefined, url: undefined };
      await open.registry.servers.heartbeat({ reference, announcement: null }, '127.0.0.1');
    },
    record: (id = 'a') => {
      const record = open.registry.servers.find(`${id}_1`)?.record;
      if (record === undefined) throw new Error(`${id} is not registered.`);
      return record;
    },
    state: (id = 'a') => open.registry.servers.find(`${id}_1`)?.state,
    pass: async (ms) => {
      for (let passed = 0; passed < ms; passed += 1000) {
        clock.advance(1000);
        await setImmediate();
      }
    },
  };
  return self;
}
