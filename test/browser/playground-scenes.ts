// What every test of the playground begins and ends with: the built page on a real gateway with a server of each era.
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { builtPage } from '../support/built-page.ts';
import type { BuiltPage } from '../support/built-page.ts';
import { launchChromium } from '../support/chromium.ts';
import { stdioConformanceServer } from '../support/conformance-server.ts';
import { openPage, type OpenPageOptions } from '../support/open-page.ts';
import { openPatchbay, type RunningPatchbay } from '../support/patchbay.ts';
import { everythingServer } from '../support/test-servers.ts';

/** Where pictures are kept, with a slash at the end. */
export const pictures = fileURLToPath(new URL('../../test-results/page/', import.meta.url));

export interface Playground {
  readonly patchbay: RunningPatchbay;
  readonly page: Page;
  /** Opens a tool, resource, … by the address of the page. */
  readonly go: (...place: readonly string[]) => Promise<void>;
  readonly button: (name: string | RegExp) => Locator;
  readonly result: Locator;
  readonly run: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** To be called once in a test file; what it returns opens a page that is closed after the test. */
export function usePlaygrounds(): (options?: OpenPageOptions) => Promise<Playground> {
  let built: BuiltPage;
  let browser: Browser;
  let patchbay: RunningPatchbay;

  beforeAll(async () => {
    built = await builtPage();
    browser = await launchChromium();
    const mcpServers = { everything: everythingServer(), modern: stdioConformanceServer('modern') };
    patchbay = await openPatchbay({ mcpServers }, { console: { port: 0, pageDir: built.folder } });
    await mkdir(pictures, { recursive: true });
  });

  afterAll(async () => {
    await browser.close();
    await patchbay.stop();
    await built.remove();
  });

  return async (options = {}) => {
    const link = (): string => patchbay.core.consoleLink() ?? '';
    const { page, complaints, close } = await openPage(
      browser,
      { link },
      { hash: '#/playground', ...options },
    );
    onTestFinished(async () => {
      await close();
      expect(complaints).toEqual([]);
    });
    const main = page.getByRole('main');
    const button: Playground['button'] = (name) => main.getByRole('button', { name, exact: true });
    return {
      patchbay,
      page,
      go: (...place) =>
        page.evaluate(
          (hash) => {
            window.location.hash = hash;
          },
          ['#/playground', ...place.map((part) => encodeURIComponent(part))].join('/'),
        ),
      button,
      result: main.getByRole('region', { name: 'Result' }),
      run: () => button('Run').click(),
      close,
    };
  };
}
