// What of a page is in motion, or would be at the next change.
import type { Page } from 'playwright-core';

/** Elements, what a part keeps to itself included, whose animation or transition takes time. */
export async function moving(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const within = (root: ParentNode): readonly Element[] =>
      [...root.querySelectorAll('*')].flatMap((one) => [
        one,
        ...(one.shadowRoot === null ? [] : within(one.shadowRoot)),
      ]);
    /** More than a hundredth of a second can be seen. */
    const takesTime = (durations: string): boolean =>
      durations.split(', ').some((duration) => parseFloat(duration) > 0.01);
    return within(document)
      .filter((one) => one.checkVisibility({ visibilityProperty: true }))
      .flatMap((one) =>
        [undefined, '::before', '::after'].flatMap((part) => {
          const style = getComputedStyle(one, part);
          const isAnimated = style.animationName !== 'none' && takesTime(style.animationDuration);
          const isTransition = style.transitionProperty !== 'none' && takesTime(style.transitionDuration);
          return isAnimated || isTransition ? [`${one.tagName} ${one.className} ${part ?? ''}`] : [];
        }),
      );
  });
}
