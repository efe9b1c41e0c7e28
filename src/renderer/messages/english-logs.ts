// The words of the log section, in English; those of a single log are in english.ts.
import { count, numbers } from './english-numbers.ts';
import type { LogLevel } from '../../shared/state.ts';

const levels: Record<LogLevel, string> = {
  debug: 'All levels',
  info: 'From info',
  warn: 'From warn',
  error: 'Errors only',
};

export const logs = {
  source: 'Source',
  allSources: 'All sources',
  own: 'patchbay, the gateway itself',
  ofAll: 'Log of all sources',
  search: 'Search',
  previousFound: 'Previous place found',
  nextFound: 'Next place found',
  onlyFound: 'Only these',
  /** `place`: which of them is shown, from 1; 0: none. */
  found: (place: number, all: number) => {
    if (all === 0) return 'nothing found';
    return place === 0 ? count(all, 'line', 'lines') : `${numbers.format(place)} of ${numbers.format(all)}`;
  },
  level: 'Level',
  levels,
  previousFailure: 'Previous failure',
  nextFailure: 'Next failure',
  failures: (value: number) => count(value, 'error', 'errors'),
  copy: 'Copy the lines shown',
  save: 'Save the lines shown as a file',
  saved: (file: string) => `Saved as ${file}`,
  nothingShown: 'No line fits the search and the level.',
};
