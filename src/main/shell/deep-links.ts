// `patchbay://` links and bundles (`.mcpb`) that the system hands us: by an event on macOS, as a word of a second start
// elsewhere, or of the first. Only ever shows them: what they ask for is read by the core, and nothing happens without a
// yes in the page.
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import type { App } from 'electron';
import { isLink, linkScheme } from '../core/offers/add-link.ts';
import { linkRoute } from './page-address.ts';

export interface DeepLinksOptions {
  readonly app: Pick<App, 'isPackaged' | 'on' | 'setAsDefaultProtocolClient'>;
  /** The words that this program was started with. */
  readonly words: readonly string[];
  /** Shows the window, at a place of the page when one is named. */
  readonly show: (route?: string) => void;
}

export interface DeepLinks {
  /** From now on there is a window to show. Answers whether a link was waiting, and shows it. */
  begin(): boolean;
}

/** To be called before the app is ready: macOS hands over the link of a start at once. */
export function followDeepLinks({ app, words, show }: DeepLinksOptions): DeepLinks {
  let waiting = offerAmong(words);
  let hasBegun = false;
  const open = (link: string | null): void => {
    if (link === null) return;
    if (hasBegun) show(linkRoute(link));
    else waiting = link;
  };
  // From a checkout it would be the runtime that is registered, for whatever runs there next.
  if (app.isPackaged) app.setAsDefaultProtocolClient(linkScheme);
  app.on('open-url', (event, url) => {
    event.preventDefault();
    open(offerAmong([url]));
  });
  app.on('open-file', (event, file) => {
    event.preventDefault();
    open(offerAmong([file]));
  });
  // The words of another start come from whoever made it: nothing but a link or a bundle is taken from them.
  app.on('second-instance', (_event, others) => {
    const offer = offerAmong(others);
    if (offer === null) show();
    else open(offer);
  });
  return {
    begin: () => {
      hasBegun = true;
      if (waiting === null) return false;
      show(linkRoute(waiting));
      waiting = null;
      return true;
    },
  };
}

/** The link or bundle among words that a program was started with; the last one where there are several. */
function offerAmong(words: readonly string[]): string | null {
  return (
    words.map((word) => (isLink(word) ? word : bundleFile(word))).findLast((word) => word !== null) ?? null
  );
}

/** Desktops hand files over as paths or as addresses. */
function bundleFile(word: string): string | null {
  if (!/\.(?:mcpb|dxt)$/i.test(word)) return null;
  if (!/^file:/i.test(word)) return path.isAbsolute(word) ? word : null;
  try {
    return fileURLToPath(word);
  } catch {
    // Of another machine.
    return null;
  }
}
