// Which language the page speaks. One for now; the choice by the browser's languages belongs here.
import { createContext, use } from 'react';
import { english } from './english.ts';

/** All words of the page in one language. */
export type Messages = typeof english;

/** The words for a list of preferred languages, best first. */
export function chooseMessages(_languages: readonly string[]): Messages {
  return english;
}

export const MessagesContext = createContext<Messages>(english);

/** The words of the page. */
export function useMessages(): Messages {
  return use(MessagesContext);
}
