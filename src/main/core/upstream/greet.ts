// The first words to a child: the ways to open it one after the other, until one fits (MCP 2026-07-28,
// basic/transports/stdio, backward compatibility).
import { AppError } from '../../../shared/errors.ts';
import type { Message } from '../relay/wire/message.ts';
import type { Opening } from './opening.ts';
import type { Handshake } from './types.ts';

/** At least one; the first is the one that fitted before. */
export type Openings = readonly [Opening, ...Opening[]];

export interface Greeted {
  readonly opening: Opening;
  readonly handshake: Handshake;
}

export interface GreetOptions {
  readonly serverName: string;
  readonly openings: Openings;
  readonly ask: (opening: Opening) => Promise<Message>;
  /** The child is still there, and waits to be opened. */
  readonly isThere: () => boolean;
}

/** null when the child went away meanwhile. Throws AppError when it refused to be opened in any way. */
export async function greet(options: GreetOptions): Promise<Greeted | null> {
  const { serverName, openings, ask, isThere } = options;
  let refusal: unknown = null;
  for (const opening of openings) {
    const answer = await ask(opening);
    if (!isThere()) return null;
    if (!opening.isMisfit(answer)) return { opening, handshake: opening.read(serverName, answer) };
    refusal ??= refusalOf(serverName, opening, answer);
  }
  throw refusal;
}

function refusalOf(serverName: string, opening: Opening, answer: Message): unknown {
  try {
    opening.read(serverName, answer);
  } catch (error) {
    return error;
  }
  return new AppError('SERVER_FAILED', `"${serverName}" answered nonsense to ${opening.method}.`, {
    details: { server: serverName },
  });
}
