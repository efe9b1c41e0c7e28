// Who this gateway is towards other gateways, for as long as its data folder lasts: nothing secret, only never the same twice.
import { randomUUID } from 'node:crypto';
import { describeError } from '../../../shared/errors.ts';
import type { Logger } from '../ports.ts';
import type { Store } from './store.ts';

/** The id that is kept, or a new one. A write that fails costs only that the next start has another. */
export function gatewayId(store: Store, logger: Logger): string {
  const known = store.get().gatewayId;
  if (known !== undefined) return known;
  const id = randomUUID();
  store
    .update((document) => ({ ...document, gatewayId: id }))
    .catch((error: unknown) =>
      logger.warn(`The id of this gateway could not be kept. ${describeError(error)}`),
    );
  return id;
}
