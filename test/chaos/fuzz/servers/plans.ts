// What a bad server does with one call, decided by a case alone: the server and whoever calls it come to the same plan.
import { createRandom, type Random } from '../../kit/random.ts';
import { answerOf } from '../../servers/echo.ts';
import { jsonText, valueText } from '../texts/json-text.ts';
import { rpcBytes } from '../texts/rpc-text.ts';

/** Of one call, as the token in its arguments. */
export interface Case {
  readonly seed: number;
  readonly index: number;
}

export type Ending =
  /** After all that is said, the right answer. */
  | 'right'
  /** Something in the place of the answer, under the call's own id. */
  | 'spoiled'
  /** Nothing more; the connection, or the server, lives on. */
  | 'silent'
  /** The connection, or the server, ends. */
  | 'gone';

export interface Plan {
  readonly ending: Ending;
  readonly random: Random;
}

export interface Odds {
  readonly silent: number;
  readonly gone: number;
}

/** A call without an answer lasts as long as its time, and a child that ends takes others' calls with it: few of both. */
export const childOdds: Odds = { silent: 0.001, gone: 0.0005 };
export const httpOdds: Odds = { silent: 0.003, gone: 0.15 };
const spoiled = 0.25;

export function tokenOf({ seed, index }: Case): string {
  return `${seed}:${index}`;
}

/** `name`: of the server; each has plans of its own. What is of no case is answered well. */
export function planFor(name: string, token: string, { silent, gone }: Odds): Plan {
  const [, seed, index] = /^(\d+):(\d+)$/.exec(token) ?? [];
  if (seed === undefined || index === undefined) return { ending: 'right', random: createRandom(0, token) };
  const random = createRandom(Number(seed), `${name}/${index}`);
  const draw = random.next();
  if (draw < silent) return { ending: 'silent', random };
  if (draw < silent + gone) return { ending: 'gone', random };
  return { ending: draw < silent + gone + spoiled ? 'spoiled' : 'right', random };
}

/** A call as a server got it. */
export interface Asked {
  readonly server: string;
  /** As printed. */
  readonly id: string;
  readonly token: string;
  /** Results say that they are complete. */
  readonly isModern: boolean;
}

export function rightAnswer({ server, id, token, isModern }: Asked): string {
  const content = [{ type: 'text', text: answerOf(server, { token }) }];
  const result = { ...(isModern ? { resultType: 'complete' } : {}), content };
  return `{"jsonrpc":"2.0","id":${id},"result":${JSON.stringify(result)}}`;
}

/** About the largest message that is taken (fuzz-stage.ts), mostly beyond it. */
export function tooLarge(random: Random): number {
  return random.int(1_040_000, 1_100_000);
}

/** What answers nobody. */
export function strayMessage(random: Random): Buffer {
  return rpcBytes(random, { isStray: true });
}

/** Answers this id, as printed, wrongly. */
export function spoiledAnswer(random: Random, { id, isModern }: Asked): string {
  const any = (): string => (random.chance(0.7) ? valueText(random) : jsonText(random));
  const answer = (members: string): string => `{"jsonrpc":"2.0","id":${id}${members}}`;
  return random.pick([
    () => answer(`,"result":${any()}`),
    () => answer(`,"error":${any()}`),
    () => answer(''),
    () => `{"id":${id},"result":{}}`,
    () => `{"jsonrpc":"1.0","id":${id},"result":{}}`,
    () => answer(',"result":{},"error":{"code":1,"message":"both"}'),
    () => `[${answer(',"result":{}')}]`,
    () => answer(',"method":"tools/call","params":{}'),
    () => answer(`,"error":{"code":"x","message":7,"data":${any()}}`),
    () => answer(`,"error":{"code":-32601,"message":${any()}}`),
    () => answer(`,"result":{"content":${any()},"isError":"no"}`),
    () => answer(`,"result":{"success":false,"error":${any()}}`),
    () => answer(`,"result":{"task":${any()}}`),
    () => answer(`,"result":${isModern ? questions(any) : '{}'}`),
    () => answer(`,"result":{"resultType":${any()},"content":[]}`),
    () => answer(`,"result":{"content":[{"type":"text","text":"${'x'.repeat(tooLarge(random))}"}]}`),
  ] as const)();
}

/** A round of questions that nobody can answer (MCP 2026-07-28, basic/patterns/mrtr). */
function questions(any: () => string): string {
  return `{"resultType":"input_required","inputRequests":{"a":${any()},"b":{"method":${any()},"params":${any()}}},"requestState":${any()}}`;
}
