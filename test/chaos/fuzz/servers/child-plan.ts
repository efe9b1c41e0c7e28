// What the bad child prints for one call.
import type { Random } from '../../kit/random.ts';
import { rightAnswer, spoiledAnswer, strayMessage, tooLarge, type Asked, type Plan } from './plans.ts';

export interface Said {
  readonly bytes: Buffer;
  /** The child ends after it. */
  readonly isEnd: boolean;
}

const newLine = Buffer.from('\n');

export function childPlan({ ending, random }: Plan, asked: Asked): Said {
  const lines = [...strayLines(random)];
  if (ending === 'spoiled') lines.push(lineOf(spoiledAnswer(random, asked)));
  // Also after a spoiled one: if that was none, this is it.
  if (ending === 'spoiled' || ending === 'right') lines.push(lineOf(rightAnswer(asked)));
  // Half a line before the end: nobody is to take it for a whole one.
  if (ending === 'gone') lines.push(Buffer.from(rightAnswer(asked).slice(0, 40)));
  else lines.push(...strayLines(random));
  return { bytes: Buffer.concat(lines), isEnd: ending === 'gone' };
}

function strayLines(random: Random): readonly Buffer[] {
  return Array.from({ length: random.int(0, 2) }, () =>
    lineOf(random.chance(0.003) ? 'x'.repeat(tooLarge(random)) : strayMessage(random)),
  );
}

/** One line, whatever is in it. */
function lineOf(text: Buffer | string): Buffer {
  return Buffer.concat([Buffer.from(Buffer.from(text).filter((byte) => byte !== 0x0a)), newLine]);
}
