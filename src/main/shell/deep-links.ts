// `patchbay://` links that the system hands us: by an event on macOS, as a word of a second start elsewhere, or of the
// first. Only ever shows them: what a link asks for is read by the core, and nothing happens without a yes in the page.
import type { App } from 'electron';
import { linkAmong, linkScheme } from '../core/offers/add-link.ts';
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
  let waiting = linkAmong(words);
  let hasBegun = false;
  const open = (link: string): void => {
    if (hasBegun) show(linkRoute(link));
    else waiting = link;
  };
  // From a checkout it would be the runtime that is registered, for whatever runs there next.
  if (app.isPackaged) app.setAsDefaultProtocolClient(linkScheme);
  app.on('open-url', (event, url) => {
    event.preventDefault();
    const link = linkAmong([url]);
    if (link !== null) open(link);
  });
  // The words of another start come from whoever made it: nothing but a link is taken from them.
  app.on('second-instance', (_event, others) => {
    const link = linkAmong(others);
    if (link !== null) open(link);
    else show();
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
