// Work that is asked for more often than it is worth doing: done at once, then again after each pause in which it was asked
// for. However often somebody asks, it is done.

export interface Pacer {
  readonly ask: () => void;
  /** Forgets what is still to be done. */
  readonly stop: () => void;
}

export function createPacer(work: () => void, pauseMs: number): Pacer {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isWanted = false;
  const run = (): void => {
    isWanted = false;
    timer = setTimeout(() => {
      timer = undefined;
      if (isWanted) run();
    }, pauseMs);
    work();
  };
  return {
    ask: () => {
      if (timer === undefined) run();
      else isWanted = true;
    },
    stop: () => {
      clearTimeout(timer);
      timer = undefined;
      isWanted = false;
    },
  };
}
