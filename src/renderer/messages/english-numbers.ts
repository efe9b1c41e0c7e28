// Numbers as English has them, for the files of words beside this one.
export { count, locale, numbers, plural } from '../../shared/words/english-numbers.ts';
