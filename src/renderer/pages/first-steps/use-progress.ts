// How far somebody is with the first steps, read once and kept for the next time.
import { useState } from 'react';
import { noteProgress, pageStorage, readProgress } from '../../state/first-steps.ts';
import type { Progress } from '../../state/first-steps.ts';

export function useProgress(): readonly [Progress, (progress: Progress) => void] {
  const [progress, setProgress] = useState(() => readProgress(pageStorage()));
  return [
    progress,
    (next) => {
      noteProgress(pageStorage(), next);
      setProgress(next);
    },
  ];
}
