// What concerns all of Patchbay, above whatever section is open: a pause, the gateway, the configuration file. The
// overview has the same among what needs attention.
import type { ReactElement } from 'react';
import type { AppState } from '../../shared/state.ts';
import { ConfigFaults } from './config-faults.tsx';
import { GatewayProblem } from './gateway-problem.tsx';
import { PausedNotice } from './paused-notice.tsx';

export function Banners({ state }: { readonly state: AppState }): ReactElement {
  return (
    <>
      <PausedNotice pausedAt={state.pausedAt} />
      <GatewayProblem gateway={state.gateway} />
      <ConfigFaults config={state.config} />
    </>
  );
}
