// The list of tokens, as it is shown.
import { useCallback } from 'react';
import type { TokenView } from '../../shared/tokens.ts';
import { usePage } from '../page.ts';
import { orderTokens } from '../state/token-order.ts';
import { useListing } from './use-listing.ts';
import type { Listing } from './use-listing.ts';

export function useTokens(): Listing<TokenView> {
  const { client } = usePage().bridge;
  return useListing(useCallback(async () => orderTokens(await client.listTokens({})), [client]));
}
