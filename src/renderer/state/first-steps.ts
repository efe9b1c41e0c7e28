// Whether somebody still is on the way of the first steps: kept in the browser's own store, since it concerns this window
// and nobody else. Where there is none it is asked anew each time.
const key = 'patchbay.first-steps';

export type Progress = 'untouched' | 'under way' | 'over';

export function readProgress(storage: Pick<Storage, 'getItem'> | null): Progress {
  try {
    const held = storage?.getItem(key);
    return held === 'under way' || held === 'over' ? held : 'untouched';
  } catch {
    return 'untouched';
  }
}

export function noteProgress(storage: Pick<Storage, 'setItem'> | null, progress: Progress): void {
  try {
    storage?.setItem(key, progress);
  } catch {
    // A full or forbidden store: then it is asked anew.
  }
}

/** The browser's store; null where pages may have none. */
export function pageStorage(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
