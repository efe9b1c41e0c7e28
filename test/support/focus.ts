// Going through a page by keyboard: what has the focus, whether that can be seen, and what Tab comes by.
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** The accessible name of what has the focus, and whether its focus can be seen. */
export function focused(page: Page): Promise<{ readonly name: string; readonly visible: boolean }> {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (element === null || element === document.body) return { name: '', visible: true };
    const labels = 'labels' in element ? (element.labels as NodeListOf<HTMLLabelElement> | null) : null;
    const label = element.getAttribute('aria-label') ?? labels?.[0]?.textContent ?? element.textContent;
    // By itself, by what is drawn over its row, or by what stands for it.
    const drawn = [
      getComputedStyle(element),
      getComputedStyle(element, '::after'),
      getComputedStyle(element.nextElementSibling ?? element),
    ];
    const visible = drawn.some(
      (style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    );
    // In what is written in as in a file the caret shows it.
    const isText = element instanceof HTMLElement && element.isContentEditable;
    return { name: label.trim(), visible: visible || isText };
  });
}

/** Presses a key and gives the name of what has the focus then; it must be visible. */
export async function press(page: Page, key: string): Promise<string> {
  await page.keyboard.press(key);
  const { name, visible } = await focused(page);
  expect(visible, `focus on "${name}" is visible`).toBe(true);
  return name;
}

/** Whoever is not through by then is held somewhere. */
const mostStops = 200;

interface Stop {
  readonly name: string;
  /** Where it is among all that Tab may come by, in the order of the document; -1: outside of the section. */
  readonly place: number;
  /** Above the one before it, and not in a column to its right. */
  readonly goesBack: boolean;
}

/**
 * Tabs through the section that is shown, and gives the names of its stops. Each thing that can be worked must be one, in
 * the order of the document, which must be that in which people read.
 */
export async function walkThrough(page: Page): Promise<readonly string[]> {
  await page.locator('#main').focus();
  const names: string[] = [];
  const places: number[] = [];
  let total = 0;
  while (names.length < mostStops) {
    await page.keyboard.press('Tab');
    const { stop, count } = await currentStop(page);
    if (stop.place === -1) break;
    const { visible } = await focused(page);
    expect({ name: stop.name, visible, goesBack: stop.goesBack }).toEqual({
      name: stop.name,
      visible: true,
      goesBack: false,
    });
    names.push(stop.name);
    places.push(stop.place);
    total = count;
  }
  expect([names, places]).toEqual([names, Array.from({ length: total }, (_, place) => place)]);
  return names;
}

async function currentStop(page: Page): Promise<{ readonly stop: Stop; readonly count: number }> {
  const { name } = await focused(page);
  const found = await page.evaluate(() => {
    const world = window as unknown as { lastStop?: Element };
    const kinds = 'a[href], button, input, select, textarea, summary, [contenteditable=true], [tabindex]';
    // In the order of the document, what a part keeps to itself included.
    const within = (parent: ParentNode): readonly HTMLElement[] =>
      [...parent.querySelectorAll<HTMLElement>('*')].flatMap((one) =>
        one.shadowRoot === null ? (one.matches(kinds) ? [one] : []) : within(one.shadowRoot),
      );
    const all = within(document.querySelector('#main') ?? document).filter(
      (one) =>
        (one.tabIndex >= 0 || one.isContentEditable) &&
        !one.matches(':disabled') &&
        one.checkVisibility({ visibilityProperty: true }) &&
        !(one instanceof HTMLInputElement && one.type === 'radio' && !one.checked),
    );
    const box = (element: Element): { top: number; left: number; bottom: number; right: number } => {
      const { top, left, bottom, right } = element.getBoundingClientRect();
      let scrolled = 0;
      for (let one = element.parentElement; one !== null; one = one.parentElement) scrolled += one.scrollTop;
      return { top: top + scrolled, left, bottom: bottom + scrolled, right };
    };
    let current = document.activeElement;
    while (current?.shadowRoot?.activeElement) current = current.shadowRoot.activeElement;
    const place = all.findIndex((one) => one === current);
    const before = place === 0 ? undefined : world.lastStop;
    let goesBack = false;
    if (current !== null && before !== undefined) {
      const [one, other] = [box(before), box(current)];
      goesBack = other.bottom <= one.top && other.left < one.right;
    }
    if (current !== null) world.lastStop = current;
    return { place, goesBack, count: all.length };
  });
  const { count, ...where } = found;
  return { stop: { name, ...where }, count };
}
