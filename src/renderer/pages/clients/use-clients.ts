// The list of clients.
import { useCallback } from 'react';
import type { ClientView } from '../../../shared/clients.ts';
import { useListing } from '../../components/use-listing.ts';
import type { Listing } from '../../components/use-listing.ts';
import { usePage } from '../../page.ts';

export function useClients(): Listing<ClientView> {
  const { client } = usePage().bridge;
  return useListing(useCallback(() => client.listClients({}), [client]));
}
