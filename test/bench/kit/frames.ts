// How far apart the frames of a page are while something goes on. Knows nothing of what is painted.
import type { Page } from 'playwright-core';

export interface Frames {
  readonly medianMs: number;
  readonly p95Ms: number;
  readonly longestMs: number;
  readonly perSecond: number;
}

export interface FramesOptions {
  readonly act: () => void;
  readonly everyMs: number;
  readonly forMs: number;
}

/** Calls `act` again and again from here, and takes down each frame there. */
export async function framesWhile(page: Page, { act, everyMs, forMs }: FramesOptions): Promise<Frames> {
  const timer = setInterval(act, everyMs);
  try {
    return summary(await page.evaluate(measuring, forMs));
  } finally {
    clearInterval(timer);
  }
}

/** Runs in the page: the milliseconds between each two frames. */
async function measuring(forMs: number): Promise<number[]> {
  const gaps: number[] = [];
  const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  const begin = await nextFrame();
  for (let last = begin; last - begin < forMs;) {
    const now = await nextFrame();
    gaps.push(now - last);
    last = now;
  }
  return gaps;
}

function summary(gaps: readonly number[]): Frames {
  const sorted = gaps.toSorted((one, other) => one - other);
  const at = (part: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  const total = gaps.reduce((sum, gap) => sum + gap, 0);
  return {
    medianMs: at(0.5),
    p95Ms: at(0.95),
    longestMs: sorted.at(-1) ?? 0,
    perSecond: (gaps.length / total) * 1000,
  };
}
