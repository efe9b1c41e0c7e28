// Numbers as Russian has them, for the files of words beside this one.
import { locale } from '../../shared/words/russian-numbers.ts';
import { byteWords } from './measures.ts';

export { count, locale, numbers, plural } from '../../shared/words/russian-numbers.ts';

export const bytes = byteWords(locale, ['Б', 'кБ', 'МБ', 'ГБ']);
