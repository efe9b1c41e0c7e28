// Which language the shell speaks: the one that is configured, else the best of the system's.
import { chooseLanguage, type Language } from '../../../shared/words/language.ts';
import { english, type ShellMessages } from './english.ts';
import { russian } from './russian.ts';

const all: Readonly<Record<Language, ShellMessages>> = { en: english, ru: russian };

export type { ShellMessages } from './english.ts';

export interface LanguageSource {
  whenReady(): Promise<unknown>;
  /** Of the program, `--lang` included. */
  getLocale(): string;
  /** Best first. */
  getPreferredSystemLanguages(): string[];
  readonly commandLine: { hasSwitch(name: string): boolean };
}

/** The words for a setting (`system`: none) and the system's languages, best first. */
export function shellMessages(setting: Language | 'system', languages: readonly string[]): ShellMessages {
  return all[setting === 'system' ? chooseLanguage(languages) : setting];
}

/** The system's languages, best first: a `--lang` given by hand, then what the person has set. Once the program is ready. */
export function systemLanguages(app: Omit<LanguageSource, 'whenReady'>): readonly string[] {
  const byHand = app.commandLine.hasSwitch('lang') ? [app.getLocale()] : [];
  return [...byHand, ...app.getPreferredSystemLanguages()];
}

/** The words of this moment; English until the system can be asked. `setting` is read at each use. */
export function spokenWords(app: LanguageSource, setting: () => Language | 'system'): () => ShellMessages {
  let languages: readonly string[] = [];
  const ask = async (): Promise<void> => {
    await app.whenReady();
    languages = systemLanguages(app);
  };
  void ask();
  return () => shellMessages(setting(), languages);
}
