// The gateway's tokens among the settings.
import type { ReactElement } from 'react';
import type { AppState } from '../../../shared/state.ts';
import { Tokens } from '../../components/tokens.tsx';

export function TokensPart({ state }: { readonly state: AppState }): ReactElement {
  return <Tokens state={state} />;
}
