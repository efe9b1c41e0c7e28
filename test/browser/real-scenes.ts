// What a browser test against the product itself begins and ends with: a real gateway, the built page open on it, and no
// complaint left over.
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { builtPage } from '../support/built-page.ts';
import type { BuiltPage } from '../support/built-page.ts';
import { launchChromium } from '../support/chromium.ts';
import { openPage } from '../support/open-page.ts';
import { startPatchbay } from '../support/patchbay.ts';
import type { ConfigInput, RunningPatchbay, StartOptions } from '../support/patchbay.ts';

export interface RealSceneOptions extends StartOptions {
  /** Complaints of the browser that belong to what is tested, such as a refused request. */
  readonly expected?: RegExp;
}

export interface RealScene {
  readonly patchbay: RunningPatchbay;
  readonly page: Page;
}

/** To be called once in a test file; what it returns opens a gateway and its page, which end with the test. */
export function useRealScenes(): (
  content: ConfigInput,
  hash?: string,
  options?: RealSceneOptions,
) => Promise<RealScene> {
  let built: BuiltPage;
  let browser: Browser;

  beforeAll(async () => {
    built = await builtPage();
    browser = await launchChromium();
  });

  afterAll(async () => {
    await browser.close();
    await built.remove();
  });

  return async (content, hash = '#/servers', { expected, ...options } = {}) => {
    const console = { port: 0, pageDir: built.folder };
    const patchbay = await startPatchbay(content, { ...options, console });
    const link = (): string => {
      const fresh = patchbay.core.consoleLink();
      if (fresh === null) throw new Error('The gateway has no console.');
      return fresh;
    };
    const opened = await openPage(browser, { link }, { hash });
    onTestFinished(async () => {
      const complaints = opened.complaints.filter((text) => expected?.test(text) !== true);
      await opened.close();
      if (complaints.length > 0) throw new Error(`The page complained: ${complaints.join('\n')}`);
    });
    return { patchbay, page: opened.page };
  };
}
