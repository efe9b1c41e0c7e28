// Registrations that come and go: withdrawn, forgotten because nobody is there, called in between.
import { until } from '../../../support/until.ts';
import { getJson } from '../../kit/get-json.ts';
import { RpcFailure } from '../client/light-session.ts';
import type { LoadStage } from '../load-stage.ts';
import type { Steady } from './memory.ts';
import { onSessions } from './pool.ts';

export interface RegistrationCounts {
  readonly many: number;
  readonly some: number;
  /** Batches of those that are forgotten, which take seconds. */
  readonly forgotten: number;
}

const batch = 200;
/** Names of servers that are called come again, more of them than there are lanes; what is kept of each is kept once. */
const names = { short: 40, whole: 250 };
const knownWithinMs = 20_000;

export function steadyRegistrations(stage: LoadStage, counts: RegistrationCounts): readonly Steady[] {
  const tell = async (path: string, body: object): Promise<string> => {
    const { status, text } = await stage.http.send({ url: `${stage.gateway.url}${path}`, body });
    if (status !== 200) throw new Error(`${path} was answered with ${status} ${text.slice(0, 200)}`);
    return text;
  };
  const nobody = (index: number) => ({ server_id: `load-${index}`, server_url: nobodyAt(index) });
  const isEmpty = async (): Promise<boolean> => {
    const { body } = await getJson(`${stage.gateway.url}/registrations`);
    return (body['servers'] as readonly unknown[]).length === 0;
  };
  return [
    {
      name: 'registrations made and withdrawn',
      count: counts.many,
      lanes: 32,
      operate: async (index) => {
        await tell('/register', nobody(index));
        await tell('/unregister', nobody(index));
      },
    },
    {
      name: `registrations that are forgotten, ${batch} at a time`,
      count: counts.forgotten * batch,
      lanes: 16,
      operate: (index) => tell('/register', nobody(index)),
      settled: async () => {
        await until('registrations to be forgotten', isEmpty, 60_000);
      },
    },
    onSessions(stage, null, {
      name: 'servers that register, are called on /mcp, and withdraw',
      count: counts.some,
      // A session keeps its ways to a few of those that are gone, what stood behind their URLs is kept for a while, and
      // which of their tools were accepted for long, each once its tools are learnt.
      sessions: 1,
      warmUp: stage.isShort ? 200 : 1000,
      lanes: 8,
      operate: async (session, index, lane) => {
        const path = stage.isShort ? lane : index;
        const id = `load-${index % (stage.isShort ? names.short : names.whole)}`;
        const server = { server_id: id, server_url: `${stage.webUrl}/${path}` };
        await tell('/register', server);
        const call = { tool: `${id}__echo`, message: String(index) };
        // It is asked for its lists once it has been found out what it speaks.
        const isAnswered = async (): Promise<boolean> => {
          try {
            return (await session.call(call)) === `Echo: ${index}`;
          } catch (error) {
            if (error instanceof RpcFailure) return false;
            throw error;
          }
        };
        await until(`${id} to be called`, isAnswered, knownWithinMs);
        await tell('/unregister', server);
      },
    }),
    {
      name: 'clients that register and withdraw',
      count: counts.some,
      lanes: 16,
      operate: async (index) => {
        const text = await tell('/register', { client_info: { name: 'load', version: String(index) } });
        const { session_id } = JSON.parse(text) as { readonly session_id: string };
        await tell('/unregister', { session_id });
      },
    },
  ];
}

/** Addresses of this machine where nobody listens, of another host each where the system has them. */
function nobodyAt(index: number): string {
  const host = process.platform === 'linux' ? `127.1.${(index >> 8) & 255}.${index & 255}` : '127.0.0.1';
  return `http://${host}:1/${index}`;
}
