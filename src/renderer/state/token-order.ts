// The order in which tokens are listed: those that count first, the newest of each first.
import type { TokenView } from '../../shared/tokens.ts';

/** A sorted copy. */
export function orderTokens(tokens: readonly TokenView[]): readonly TokenView[] {
  const rank = ({ status }: TokenView): number => (status === 'active' ? 0 : 1);
  return [...tokens].sort((one, other) => rank(one) - rank(other) || other.createdAt - one.createdAt);
}
