// Which Patchbay `npm start` starts: the tray app, or the same gateway without a desktop. Decides, does nothing.

export interface StartFacts {
  /** The extra words of `npm start -- …`. */
  readonly words: readonly string[];
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The Electron program, null when there is none. */
  readonly electron: string | null;
  /** Whether fetching it has been tried in this start. */
  readonly fetchTried: boolean;
}

export type StartPlan =
  | { readonly kind: 'fetch-electron' }
  | { readonly kind: 'tray'; readonly electron: string; readonly words: readonly string[] }
  /** `missing` says in a sentence what the tray app lacks; null when headless was asked for. */
  | { readonly kind: 'headless'; readonly missing: string | null; readonly words: readonly string[] };

export function decideStart(facts: StartFacts): StartPlan {
  const words = facts.words.filter((word) => word !== '--headless');
  if (words.length < facts.words.length) return headless(words, null);

  const display = missingDisplay(facts);
  if (display !== null) return headless(words, display);
  if (facts.electron !== null) return { kind: 'tray', electron: facts.electron, words };
  if (facts.env['PATCHBAY_NO_DOWNLOAD'] === '1') {
    return headless(words, 'No Electron runtime (PATCHBAY_NO_DOWNLOAD=1 forbids fetching it)');
  }
  return facts.fetchTried
    ? headless(words, 'No Electron runtime (it could not be fetched)')
    : { kind: 'fetch-electron' };
}

/** There is no window to hide without a desktop, and `serve` does not know the word. */
function headless(words: readonly string[], missing: string | null): StartPlan {
  return { kind: 'headless', missing, words: words.filter((word) => word !== '--hidden') };
}

function missingDisplay({ platform, env }: StartFacts): string | null {
  const isSet = (name: string): boolean => (env[name] ?? '') !== '';
  if (platform === 'darwin' || platform === 'win32') {
    return isSet('SSH_CONNECTION') ? 'No display (this is an SSH session)' : null;
  }
  return isSet('DISPLAY') || isSet('WAYLAND_DISPLAY')
    ? null
    : 'No display (neither DISPLAY nor WAYLAND_DISPLAY is set)';
}
