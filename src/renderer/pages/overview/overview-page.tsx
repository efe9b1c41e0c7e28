// Everything in one glance; while there is no server, how to begin.
import type { ReactElement } from 'react';
import { hasOwnServers } from '../../state/server-rules.ts';
import { FirstSteps } from '../first-steps/first-steps.tsx';
import { useProgress } from '../first-steps/use-progress.ts';
import type { PageProps } from '../sections.ts';
import { Glance } from './glance.tsx';

export function OverviewPage({ state }: PageProps): ReactElement {
  const [progress, setProgress] = useProgress();
  // Whoever began goes on, also when the first server is there.
  if (progress === 'under way' || (progress === 'untouched' && !hasOwnServers(state.servers)))
    return <FirstSteps state={state} onProgress={setProgress} />;
  return <Glance state={state} />;
}
