// What is done to the gateway and its servers while clients call. Each ends by itself, and leaves everything running.
import { writeFile } from 'node:fs/promises';
import { pause } from '../kit/deadline.ts';
import type { Random } from '../kit/random.ts';
import { signalChild } from '../kit/upstream.ts';
import type { Stage } from '../run/stage.ts';
import { children, httpServers, serverNames } from '../run/stage.ts';
import { moodFile, type Mood } from '../servers/echo.ts';

export interface Fault {
  readonly name: string;
  /** Relative to the others. */
  readonly weight: number;
  readonly pickTarget: (random: Random) => string;
  readonly inject: (stage: Stage, target: string, random: Random) => Promise<void>;
}

const anyChild = (random: Random): string => random.pick(children);
const anyHttp = (random: Random): string => random.pick(httpServers);
const anyServer = (random: Random): string => random.pick(serverNames);
const gateway = (): string => 'gateway';

/** For so long at most something is slow, stopped, or rude. */
const longestMs = 4000;

export const faults: readonly Fault[] = [
  {
    name: 'child killed',
    weight: 2,
    pickTarget: anyChild,
    inject: async ({ place }, target) => void (await signalChild(place, target, 'SIGKILL')),
  },
  {
    name: 'child stopped and continued',
    weight: 2,
    pickTarget: anyChild,
    inject: async ({ place }, target, random) => {
      await signalChild(place, target, 'SIGSTOP');
      // Now and then longer than any call has time.
      await pause(random.chance(0.15) ? 10_000 : random.int(50, longestMs));
      await signalChild(place, target, 'SIGCONT');
    },
  },
  {
    name: 'server slow',
    weight: 2,
    pickTarget: anyServer,
    inject: (stage, target, random) => mood(stage, target, random, { slowMs: random.int(200, 3000) }),
  },
  {
    name: 'server rude',
    weight: 3,
    pickTarget: anyServer,
    inject: (stage, target, random) => mood(stage, target, random, { isRude: true }),
  },
  {
    name: 'HTTP server killed and started',
    weight: 2,
    pickTarget: anyHttp,
    inject: async ({ servers }, target, random) => {
      const server = servers[target as keyof typeof servers];
      await server.kill();
      await pause(random.int(0, 2000));
      await server.start();
    },
  },
  {
    name: 'HTTP server stopped and continued',
    weight: 1,
    pickTarget: anyHttp,
    inject: async ({ servers }, target, random) => {
      const server = servers[target as keyof typeof servers];
      server.signal('SIGSTOP');
      await pause(random.int(50, longestMs));
      server.signal('SIGCONT');
    },
  },
  {
    name: 'all connections of a server cut',
    weight: 1,
    pickTarget: anyHttp,
    inject: ({ wires }, target) => {
      wires[target as keyof typeof wires].cutAll();
      return Promise.resolve();
    },
  },
  {
    name: 'registration withdrawn and made',
    weight: 1,
    pickTarget: () => 'commands',
    inject: async ({ registrar, commands, ending }, _target, random) => {
      await registrar.unregister(commands, ending.signal);
      await pause(random.int(0, 2000));
      await registrar.register(commands, ending.signal);
    },
  },
  {
    name: 'registrations come and go',
    weight: 2,
    pickTarget: () => 'strangers',
    inject: async ({ registrar, ending }, _target, random) => {
      for (let count = random.int(1, 5); count > 0; count--) {
        // Nobody listens on the lowest port.
        const stranger = {
          id: `stranger-${random.int(1, 3)}`,
          url: `http://127.0.0.1:1/${random.int(1, 30)}`,
        };
        const isThere = registrar.present.has(stranger.url) || registrar.unknown.has(stranger.url);
        if (!isThere) await registrar.register(stranger, ending.signal);
        else if (registrar.present.get(stranger.url)?.startsWith(stranger.id) === true)
          await registrar.unregister(stranger, ending.signal);
      }
    },
  },
  {
    name: 'gateway killed and started',
    weight: 1,
    pickTarget: gateway,
    inject: (stage, _target, random) => restart(stage, 'SIGKILL', random),
  },
  {
    name: 'gateway ended and started',
    weight: 1,
    pickTarget: gateway,
    inject: (stage, _target, random) => restart(stage, 'SIGTERM', random),
  },
];

async function restart({ gateway }: Stage, signal: NodeJS.Signals, random: Random): Promise<void> {
  await gateway.end(signal);
  await pause(random.int(0, 1000));
  await gateway.start();
}

async function mood(
  { place }: Stage,
  target: string,
  random: Random,
  how: Omit<Mood, 'until'>,
): Promise<void> {
  const lastsMs = random.int(200, longestMs);
  await writeFile(moodFile(place.folder, target), JSON.stringify({ ...how, until: Date.now() + lastsMs }));
  await pause(lastsMs);
}
