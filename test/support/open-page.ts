// Opens the page in the browser and takes down whatever it complains about: console errors, uncaught errors,
// and each attempt to do what its content policy forbids.
import type { Browser, Page } from 'playwright-core';

export interface OpenPageOptions {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
  readonly reducedMotion?: 'reduce' | 'no-preference';
  /** Fragment to open, such as `#/servers/files`. */
  readonly hash?: string;
  /** The browser's language, such as `ru-RU`. */
  readonly locale?: string;
}

export interface OpenedPage {
  readonly page: Page;
  /** Complaints so far, as text. */
  readonly complaints: readonly string[];
  readonly close: () => Promise<void>;
}

/** Signs in with a fresh link and opens the page, in a context that shares nothing with others. */
export async function openPage(
  browser: Browser,
  backend: { readonly link: () => string },
  options: OpenPageOptions = {},
): Promise<OpenedPage> {
  const { width = 1280, height = 800, colorScheme = 'light', reducedMotion = 'reduce', hash = '' } = options;
  const { locale = 'en-US' } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme,
    reducedMotion,
    locale,
  });
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  const link = backend.link();
  await page.request.get(link);
  await page.goto(new URL(`/${hash}`, link).href);
  return { page, complaints, close: () => context.close() };
}
