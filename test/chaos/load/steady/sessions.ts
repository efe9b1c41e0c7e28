// Sessions that end in every way in which a session can end.
import { setTimeout } from 'node:timers/promises';
import { modernListen } from '../client/light-modern.ts';
import { LightSession } from '../client/light-session.ts';
import { visitSse } from '../client/light-sse.ts';
import { maxSessions, type LoadServer, type LoadStage } from '../load-stage.ts';
import type { Steady } from './memory.ts';

export interface SessionCounts {
  readonly many: number;
  readonly some: number;
  /** One after the other. */
  readonly comings: number;
  /** Batches of those that leave without a word, which take as long as a session may be unused. */
  readonly abandoned: number;
}

/** Fewer than may be there at once. */
const batch = 400;

export function steadySessions(stage: LoadStage, counts: SessionCounts): readonly Steady[] {
  const { http } = stage;
  const withCall = (server: LoadServer | null, tool: string) => async (index: number) => {
    const session = await stage.session(server).open();
    await session.call({ tool, message: String(index) });
    await session.close();
  };
  const left = async (listening: Promise<{ readonly cut: () => void }>): Promise<void> => {
    (await listening).cut();
    // Its end is seen a moment later.
    await setTimeout(0);
  };
  return [
    {
      name: 'sessions with a call, ended by DELETE (stdio)',
      count: counts.many,
      // Ids of ended sessions are remembered for a while: texts, not objects.
      warmUp: stage.isShort ? 0 : maxSessions,
      lanes: 8,
      operate: withCall('echo', 'echo'),
    },
    {
      name: 'sessions with a call, ended by DELETE (HTTP)',
      count: counts.some,
      lanes: 8,
      operate: withCall('web', 'echo'),
    },
    {
      name: 'sessions with a call, ended by DELETE (/mcp)',
      count: counts.some,
      lanes: 8,
      operate: withCall(null, 'web__echo'),
    },
    {
      name: 'connects and disconnects, one after the other',
      count: counts.comings,
      lanes: 1,
      operate: async () => {
        const session = new LightSession({ http, url: stage.url('echo'), isKept: false });
        await (await session.open()).close();
      },
    },
    {
      name: 'sessions whose stream is cut, ended by DELETE',
      count: counts.some,
      lanes: 8,
      operate: async () => {
        const session = await stage.session('echo').open();
        await left(session.listen());
        await session.close();
      },
    },
    {
      name: 'sessions of HTTP+SSE whose stream is cut',
      count: counts.some,
      lanes: 8,
      operate: (index) => visitSse(http, stage.url('echo'), String(index)),
      settled: () => stage.idle(),
    },
    {
      name: 'subscriptions of the modern era that are cut',
      count: counts.some,
      lanes: 8,
      operate: () => left(modernListen(http, stage.url('echo'))),
      settled: () => stage.idle(),
    },
    {
      name: `sessions that nobody uses any more, ${batch} at a time`,
      count: counts.abandoned * batch,
      // Those that rest are kept, up to a limit.
      warmUp: Math.ceil(maxSessions / batch) * batch,
      lanes: 16,
      operate: (index) => stage.session(index % 2 === 0 ? 'echo' : 'web').open(),
      settled: () => stage.idle(),
    },
  ];
}
