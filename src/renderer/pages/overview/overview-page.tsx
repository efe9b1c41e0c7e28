// Everything in one glance; while there is no server, how to begin.
import type { ReactElement } from 'react';
import { Welcome } from '../../components/welcome.tsx';
import { hasOwnServers } from '../../state/server-rules.ts';
import type { PageProps } from '../sections.ts';
import { Glance } from './glance.tsx';

export function OverviewPage({ state }: PageProps): ReactElement {
  if (!hasOwnServers(state.servers)) return <Welcome state={state} />;
  return <Glance state={state} />;
}
