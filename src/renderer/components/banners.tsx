// What is wrong with all of Patchbay, above whatever section is open: the gateway, the configuration file.
import type { ReactElement } from 'react';
import type { AppState } from '../../shared/state.ts';
import { ConfigFaults } from './config-faults.tsx';
import { GatewayProblem } from './gateway-problem.tsx';

export function Banners({ state }: { readonly state: AppState }): ReactElement {
  return (
    <>
      <GatewayProblem gateway={state.gateway} />
      <ConfigFaults config={state.config} />
    </>
  );
}
