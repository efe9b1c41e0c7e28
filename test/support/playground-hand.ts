// A person at a playground, through the contract: sends, waits for what comes, answers. Reads only when it was told to.
import type { Commands } from '../../src/shared/contract.ts';
import type { PlaygroundEntry, PlaygroundMethod, PlaygroundOutcome } from '../../src/shared/playground.ts';
import type { ContractHost } from '../../src/main/core/types.ts';
import { until } from './until.ts';

type Entry<Kind extends PlaygroundEntry['kind']> = Extract<PlaygroundEntry, { readonly kind: Kind }>;

export interface PlaygroundHand {
  readonly session: string;
  /** All that was read so far. */
  readonly entries: readonly PlaygroundEntry[];
  /** The number of the request. */
  send(server: string, method: PlaygroundMethod, params?: Record<string, unknown>): Promise<number>;
  /** How the request ended. */
  ended(request: number): Promise<PlaygroundOutcome>;
  /** Sends, and waits for the end. */
  ask(server: string, method: PlaygroundMethod, params?: Record<string, unknown>): Promise<PlaygroundOutcome>;
  /** The first entry of this kind that fits. */
  heard<Kind extends PlaygroundEntry['kind']>(
    kind: Kind,
    fits?: (entry: Entry<Kind>) => boolean,
  ): Promise<Entry<Kind>>;
  answer(question: number, result: Record<string, unknown> | null): Promise<boolean>;
}

/** Opens a playground on a core that runs. */
export async function openHand(
  host: Pick<ContractHost, 'playground'> & { readonly commands: Commands },
): Promise<PlaygroundHand> {
  const { commands } = host;
  const { session } = await commands.openPlayground({});
  const entries: PlaygroundEntry[] = [];
  let reading = Promise.resolve();
  const readAfter = async (earlier: Promise<void>): Promise<void> => {
    await earlier;
    const after = entries.at(-1)?.seq ?? 0;
    entries.push(...(await commands.readPlayground({ session, after })).entries);
  };
  host.playground.subscribe((news) => {
    if (news.session !== session) return;
    reading = readAfter(reading);
  });
  const hand: PlaygroundHand = {
    session,
    entries,
    send: async (server, method, params = {}) =>
      (await commands.sendPlayground({ session, server, method, params })).request,
    ended: async (request) => (await hand.heard('ended', (entry) => entry.request === request)).outcome,
    ask: async (server, method, params) => hand.ended(await hand.send(server, method, params)),
    heard: (kind, fits = () => true) =>
      until(`an entry of the kind ${kind}`, () =>
        entries
          .filter((entry): entry is Extract<PlaygroundEntry, { kind: typeof kind }> => entry.kind === kind)
          .find(fits),
      ),
    answer: async (question, result) =>
      (await commands.answerPlayground({ session, question, result })).answered,
  };
  return hand;
}

/** The text of a tool's result; fails for anything else. */
export function textOf(outcome: PlaygroundOutcome): string {
  if (outcome.kind !== 'result') throw new Error(`Not a result: ${JSON.stringify(outcome)}`);
  const { content = [] } = outcome.result as { content?: readonly { text?: string }[] };
  return content.map(({ text = '' }) => text).join('\n');
}
