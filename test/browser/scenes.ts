// What every browser test begins and ends with: the built page, a backend, a browser; and no complaint left over.
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { Browser, Locator, Page } from 'playwright-core';
import type { ServerView } from '../../src/shared/state.ts';
import { builtPage } from '../support/built-page.ts';
import type { BuiltPage } from '../support/built-page.ts';
import { launchChromium } from '../support/chromium.ts';
import { startBackend } from '../support/contract-server.ts';
import type { Backend } from '../support/contract-server.ts';
import { openPage } from '../support/open-page.ts';
import type { OpenedPage, OpenPageOptions } from '../support/open-page.ts';

export interface SceneOptions extends OpenPageOptions {
  readonly servers?: readonly ServerView[];
  /** Complaints of the browser that belong to what is tested, such as a refused connection. */
  readonly expected?: RegExp;
}

export interface Scene {
  readonly browser: Browser;
  /** The folder of the built page. */
  readonly pageDir: string;
  readonly backend: Backend;
  readonly page: Page;
  /** The row of a server in the list. */
  readonly row: (name: string) => Locator;
  /** What the clipboard holds. */
  readonly clipboard: () => Promise<string>;
}

interface OpenScene {
  readonly backend: Backend;
  readonly opened: OpenedPage;
  readonly expected: RegExp | undefined;
}

/** To be called once in a test file; what it returns opens a scene that is closed after the test. */
export function useScenes(): (options?: SceneOptions) => Promise<Scene> {
  let built: BuiltPage;
  let browser: Browser;
  const scenes: OpenScene[] = [];

  beforeAll(async () => {
    built = await builtPage();
    browser = await launchChromium();
  });

  afterEach(async () => {
    const complaints: string[] = [];
    for (const { opened, backend, expected } of scenes.splice(0)) {
      complaints.push(...opened.complaints.filter((text) => expected?.test(text) !== true));
      await opened.close();
      await backend.close();
    }
    expect(complaints).toEqual([]);
  });

  afterAll(async () => {
    await browser.close();
    await built.remove();
  });

  return async ({ servers = [], expected, hash = '#/servers', ...options } = {}) => {
    const backend = await startBackend({ pageDir: built.folder, servers });
    const opened = await openPage(browser, backend, { hash, ...options });
    scenes.push({ backend, opened, expected });
    const { page } = opened;
    return {
      browser,
      pageDir: built.folder,
      backend,
      page,
      row: (name) => page.getByRole('row').filter({ has: page.getByText(name, { exact: true }) }),
      clipboard: () => page.evaluate(() => navigator.clipboard.readText()),
    };
  };
}
