// Calls that end in every way in which a call can end, on sessions that stay.
import { until } from '../../../support/until.ts';
import { getJson } from '../../kit/get-json.ts';
import { modernEcho } from '../client/light-modern.ts';
import { RpcFailure, type LightSession } from '../client/light-session.ts';
import type { LoadStage } from '../load-stage.ts';
import type { Steady } from './memory.ts';
import { onSessions } from './pool.ts';

/** Answers of a session that were event streams can be asked for again: 32 of each session are kept. So one session, */
const streaming = 1;
/** which has as many as it keeps after so many calls. */
const streamingWarmUp = 60;

export interface CallCounts {
  /** Of the usual ones. */
  readonly many: number;
  readonly some: number;
  /** Of those that take their time. */
  readonly few: number;
}

export function steadyCalls(stage: LoadStage, { many, some, few }: CallCounts): readonly Steady[] {
  const { gateway, http } = stage;
  const echo = (session: LightSession, index: number): Promise<void> => session.echo(`call ${index}`);
  const reported = (session: LightSession, index: number): Promise<void> =>
    session.echo(`call ${index}`, 'report');
  const settled = async (): Promise<void> => {
    const isQuiet = async (): Promise<boolean> =>
      (await getJson(`${gateway.url}/health/hasty`)).body['inFlight'] === 0;
    await until('calls to end', isQuiet);
  };
  return [
    onSessions(stage, 'echo', { name: 'calls (stdio)', count: many, lanes: 16, operate: echo }),
    onSessions(stage, 'web', { name: 'calls (HTTP)', count: some, lanes: 16, operate: echo }),
    onSessions(stage, null, {
      name: 'calls on /mcp',
      count: some,
      lanes: 16,
      operate: async (session, index) => {
        const message = `call ${index}`;
        const text = await session.call({ tool: 'echo__echo', message });
        if (text !== `Echo: ${message}`) throw new Error(`"${message}" was answered with ${text}`);
      },
    }),
    {
      name: 'calls of the modern era',
      count: some,
      lanes: 16,
      operate: (index) => modernEcho(http, stage.url('echo'), `call ${index}`),
    },
    ...(['echo', 'web'] as const).map((server) =>
      onSessions(stage, server, {
        name: `calls with progress, answered by an event stream (${server === 'echo' ? 'stdio' : 'HTTP'})`,
        count: some,
        sessions: streaming,
        warmUp: streamingWarmUp,
        lanes: 8,
        operate: reported,
      }),
    ),
    ...(['echo', 'web'] as const).map((server) =>
      onSessions(stage, server, {
        name: `calls that are cancelled (${server === 'echo' ? 'stdio' : 'HTTP'})`,
        count: server === 'echo' ? some : few,
        lanes: 8,
        operate: (session) => session.cancel(),
      }),
    ),
    onSessions(stage, 'hasty', {
      name: 'calls that time out',
      count: few,
      lanes: 100,
      operate: async (session) => {
        const told = await session.call({ tool: 'hang', message: '' }).catch((error: unknown) => error);
        if (!(told instanceof RpcFailure && told.message.includes('"hasty" did not answer')))
          throw new Error(`A call that hangs was answered with ${String(told)}`);
      },
    }),
    onSessions(stage, 'hasty', {
      name: 'calls whose client leaves, and that time out later',
      count: few,
      sessions: streaming,
      warmUp: streamingWarmUp,
      lanes: 16,
      operate: (session) => session.leave(),
      settled,
    }),
  ];
}
