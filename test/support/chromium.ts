// Finds a Chromium-like browser of this machine and starts it, without a trace of earlier runs.
// A machine without one fails the tests with what to install; it never skips them.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';

/** The shell first: it has no window to draw, and takes a sixth of the processor time. */
const names = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'msedge',
];
const usualPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The browser's path: `PATCHBAY_CHROMIUM`, else the first one on PATH, else one in its usual place. */
export function findChromium(env: Readonly<Record<string, string | undefined>> = process.env): string {
  const chosen = env['PATCHBAY_CHROMIUM'];
  if (chosen !== undefined && chosen !== '') return chosen;
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const folders = (env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name + suffix)));
  const found = [...onPath, ...usualPlaces].find(isExecutable);
  if (found !== undefined) return found;
  throw new Error(
    'The browser tests need a Chromium, Chrome or Edge and found none. ' +
      'Install one (Debian: apt-get install chromium) or set PATCHBAY_CHROMIUM to its path.',
  );
}

/** Starts the browser with an empty profile of its own, which goes with it when it is closed. */
export async function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), headless: true, args: flags });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
