// The words of config.json in its editor, in English.
import { bytes, count, locale, numbers } from './english-numbers.ts';
import type { ConfigVersion } from '../../shared/configuration.ts';

const list = new Intl.ListFormat(locale);
const moment = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', hour12: false });

const writtenBy: Record<ConfigVersion['by'], string> = {
  patchbay: 'Saved by Patchbay',
  outside: 'Saved by another program',
};

/** CodeMirror's words by their English form; English needs none. */
const phrases: Readonly<Record<string, string>> = {};

export const configuration = {
  title: 'Configuration file',
  copyPath: 'Copy the path of the file',
  reading: 'Reading the file',
  unchanged: 'As on disk',
  unsaved: 'Changed here, not saved',
  notText: 'The file cannot be shown as text. Mend it with another program.',
  versions: 'Versions',
  discard: 'Discard',
  review: 'Review and save',
  changedOutside: 'Another program has changed the file since it was read here.',
  takeTheirs: 'Show what it holds now',
  keepMine: 'Go on with mine',
  savedNow: 'The configuration is saved and in force',

  editor: {
    label: 'config.json',
    /** CodeMirror's own words by their English form. */
    phrases: () => phrases,
  },
  defaultValue: (text: string) => `default: ${text}`,
  expected: (text: string) => `Expected: ${text}.`,
  faults: (value: number) => count(value, 'fault', 'faults'),

  reviewTitle: 'Save this configuration?',
  difference: 'What changes in the file',
  effects: {
    title: 'What it does',
    nothing: 'Only comments and layout change; nothing is started anew.',
    added: (names: readonly string[]) => `Added: ${list.format(names)}.`,
    removed: (names: readonly string[]) => `Removed: ${list.format(names)}. Their sessions end.`,
    restarted: (names: readonly string[]) => `Started anew: ${list.format(names)}.`,
    updated: (names: readonly string[]) => `Changed while running: ${list.format(names)}.`,
    keys: (keys: readonly string[]) => `Settings that change: ${list.format(keys)}.`,
  },
  newCommands: (value: number) =>
    `${count(value, 'new command', 'new commands')} will run on this machine, with all your rights`,
  agree: (value: number): string =>
    value === 1
      ? 'I have read this command and want it to run'
      : 'I have read these commands and want them to run',
  back: 'Back',
  save: 'Save',

  versionsTitle: 'Earlier versions',
  versionsLead: 'The last 20, whichever program wrote them.',
  currentVersion: 'In the file now',
  restore: 'Restore',
  restoreVersion: (time: string) => `Restore the version of ${time}`,
  writtenBy,
  withFaults: 'with faults',
  size: bytes,
  more: (value: number) => `and ${numbers.format(value)} more`,
  /** `time` in epoch milliseconds. */
  moment: (time: number) => moment.format(time),
};
