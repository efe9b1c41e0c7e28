// Servers of each kind, bad ones, through calls: each call's plan says what its server does, so what is owed is known.
import { createRawClient, InputRequired, RawFailure } from '../../clients/raw.ts';
import { describeFailure } from '../../clients/failure.ts';
import { ToolFailed, type ChaosClient } from '../../clients/types.ts';
import { answerOf } from '../../servers/echo.ts';
import type { FuzzStage } from '../fuzz-stage.ts';
import { childOdds, httpOdds, planFor, tokenOf, type Ending, type Odds } from '../servers/plans.ts';
import { deadlineMs, type Door, type Verdict } from './door.ts';

const lanes = 16;
const everything = { sampling: { tools: {} }, elicitation: { form: {}, url: {} }, roots: {} };
/** Of what a server did wrong the caller is told with one of these, and the server's name. */
const namedCodes = new Set([
  'SERVER_FAILED',
  'SERVER_EXITED',
  'SERVER_TIMEOUT',
  'SERVER_OFFLINE',
  'UPSTREAM_ERROR',
]);

export const badServers: readonly (readonly [name: string, share: number, odds: Odds])[] = [
  ['child', 0.08, childOdds],
  ['child-modern', 0.06, childOdds],
  ['http', 0.07, httpOdds],
  ['http-modern', 0.06, httpOdds],
  ['http-sse', 0.03, httpOdds],
  ['commands', 0.04, httpOdds],
];

export function serverDoors(stage: FuzzStage): readonly Door[] {
  return badServers.map(([name, share, odds]) => serverDoor(stage, name, share, odds));
}

/** Whoever calls them: legacy and modern, on the server's own address and on that of all, able and unable to be asked. */
export function callersOf(url: string, name: string): readonly ChaosClient[] {
  const options = { url, timeoutMs: deadlineMs, onSent: () => undefined, onProgress: () => undefined };
  return [{}, everything].flatMap((capabilities) =>
    [false, true].flatMap((isModern) =>
      [name, null].map((target) => createRawClient(isModern, { ...options, target }, capabilities)),
    ),
  );
}

function serverDoor(stage: FuzzStage, name: string, share: number, odds: Odds): Door {
  let clients: readonly ChaosClient[] = [];
  return {
    name: `server ${name}`,
    share,
    lanes,
    open: async () => {
      clients = Array.from({ length: lanes / 8 }, () => callersOf(stage.gateway.url, name)).flat();
      // Their sessions are opened one by one: two calls at once would open two.
      for (const client of clients) await client.call({ server: name, token: 'hello' });
    },
    attack: async (_random, index) => {
      const token = tokenOf({ seed: stage.seed, index });
      const { ending } = planFor(name, token, odds);
      const client = clients[index % lanes];
      if (client === undefined) return { outcome: 'no caller', fault: 'There is no caller.' };
      try {
        const text = await client.call({ server: name, token });
        return answered(text.includes(answerOf(name, { token })), ending, text);
      } catch (error) {
        return failed(error, name, ending);
      }
    },
    close: async () => {
      for (const client of clients) await client.close();
    },
  };
}

function answered(isRight: boolean, ending: Ending, text: string): Verdict {
  const fault = isRight || ending === 'spoiled' ? null : `Owed: ${ending}. Answered: ${text.slice(0, 500)}`;
  return { outcome: isRight ? 'right' : 'odd', fault };
}

function failed(error: unknown, name: string, ending: Ending): Verdict {
  // What a server asks while it is called is put to the newest call; that one goes on when its client comes back.
  if (error instanceof InputRequired) return { outcome: 'asked', fault: null };
  const failure = describeFailure(error);
  const told = `Owed: ${ending}. Told: ${failure.kind} ${failure.message}`;
  if (failure.kind === 'lost' || failure.kind === 'patience') return { outcome: failure.kind, fault: told };
  const code = failure.kind === 'named' ? failure.code : 'none';
  // What a server has put into an error is handed on as it is, but for mistakes of the gateway.
  if (ending === 'spoiled') return { outcome: 'error', fault: code === 'INTERNAL' ? told : null };
  // In that era an error without an id, on the stream that answers a request, is its answer.
  const isWithoutId = name === 'http-modern' && error instanceof RawFailure && failure.kind === 'other';
  if (isWithoutId) return { outcome: 'odd', fault: null };
  // What the server asked of nobody was put to this call, as the newest, and its client can do nothing of the kind.
  if (failure.message.includes('The server needs a client that supports'))
    return { outcome: 'odd', fault: null };
  // Whatever it meant to be, an object with an error is how commands fail.
  if (name === 'commands' && ending === 'gone' && error instanceof ToolFailed)
    return { outcome: 'odd', fault: null };
  const isNamed = namedCodes.has(code) && failure.message.includes(`"${name}`);
  // Another call may have ended the child, or cut the stream that all share.
  const isShared = name.startsWith('child') || name === 'http-sse';
  // Bytes after an answer end a connection that another call may have been given by then.
  const isOfAnother = name.startsWith('http') && failure.message.includes('it cut the connection');
  if (isNamed && isOfAnother) return { outcome: 'cut with another', fault: null };
  const isDue = isNamed || (isShared && code === 'MESSAGE_TOO_LARGE');
  return { outcome: 'error', fault: isDue && (ending !== 'right' || isShared) ? null : told };
}
