// Which language the page speaks: that of the shell that opened it (`?lang`), else the best of the browser's.
// English is always there; another language is loaded when it is needed.
import { createContext, use } from 'react';
import { chooseLanguage } from '../../shared/words/language.ts';
import { english } from './english.ts';

/** All words of the page in one language. */
export type Messages = typeof english;

/** The languages asked for, best first: by the page's address (`search`), then the browser's own. */
export function preferredLanguages(search: string, languages: readonly string[]): readonly string[] {
  const asked = new URLSearchParams(search).get('lang');
  return asked === null ? languages : [asked, ...languages];
}

/** The words for a list of preferred languages, best first. English where others cannot be loaded. */
export async function loadMessages(languages: readonly string[]): Promise<Messages> {
  if (chooseLanguage(languages) === 'en') return english;
  try {
    return (await import('./russian.ts')).russian;
  } catch {
    return english;
  }
}

export const MessagesContext = createContext<Messages>(english);

/** The words of the page. */
export function useMessages(): Messages {
  return use(MessagesContext);
}
