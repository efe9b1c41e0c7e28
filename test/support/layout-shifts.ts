// What moved on a page without being asked to.
import type { Page } from 'playwright-core';

/** Begins to watch. Gives the texts of what has moved since, '' for what is gone. */
export async function watchShifts(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(() => {
    const shifts: string[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        for (const { node } of (entry as PerformanceEntry & { sources: readonly { node: Node | null }[] })
          .sources)
          shifts.push(node?.textContent ?? '');
    }).observe({ type: 'layout-shift' });
  });
  return async () => {
    // A frame for what is painted, one for what is told of it.
    await page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
    return page.evaluate(() => (window as unknown as { shifts: readonly string[] }).shifts);
  };
}
