// Who registered by itself, servers and clients.
import type { ReactElement } from 'react';
import { Registrations } from '../../components/registrations.tsx';
import type { PageProps } from '../sections.ts';

export function RegistrationsPage({ state }: PageProps): ReactElement {
  return <Registrations registrations={state.registrations} announcement={state.announcement} />;
}
