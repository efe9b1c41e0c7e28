// Everything in one glance; while there is no server, how to begin.
import type { ReactElement } from 'react';
import { Banners } from '../../components/banners.tsx';
import { hasOwnServers } from '../../state/server-rules.ts';
import { FirstSteps } from '../first-steps/first-steps.tsx';
import { useProgress } from '../first-steps/use-progress.ts';
import type { PageProps } from '../sections.ts';
import styles from './overview-page.module.css';
import { Glance } from './glance.tsx';

export function OverviewPage({ state }: PageProps): ReactElement {
  const [progress, setProgress] = useProgress();
  // Whoever began goes on, also when the first server is there.
  if (progress === 'under way' || (progress === 'untouched' && !hasOwnServers(state.servers)))
    return (
      <div className={styles.steps}>
        <Banners state={state} />
        <FirstSteps state={state} onProgress={setProgress} />
      </div>
    );
  // What is wrong is among what needs attention.
  return <Glance state={state} />;
}
