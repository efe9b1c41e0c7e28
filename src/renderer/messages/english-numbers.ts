// Numbers as English has them, for the files of words beside this one.
import { locale } from '../../shared/words/english-numbers.ts';
import { byteWords } from './measures.ts';

export { count, locale, numbers, plural } from '../../shared/words/english-numbers.ts';

export const bytes = byteWords(locale, ['B', 'kB', 'MB', 'GB']);
