// What does not fit into the window.
import type { Page } from 'playwright-core';

/** Elements with words of their own that stick out of the window, or of a box that hides what sticks out of it. */
export function stickingOut(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    return [...document.querySelectorAll('header *, nav *, main *')]
      .filter((element) => element.closest('[role=log], pre') === null && element.checkVisibility())
      .filter((element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE))
      .filter((element) => {
        const box = element.getBoundingClientRect();
        return box.width > 1 && (box.right > width + 0.5 || box.left < -0.5);
      })
      .map((element) => element.outerHTML.slice(0, 200));
  });
}
