// Waits until the lists of all servers are known; on a busy machine the first list comes without the slow ones.
import type { RunningPatchbay } from './patchbay.ts';
import { post, rpc, type Headers } from './raw-mcp.ts';
import { until } from './until.ts';

/** `headers`: of whoever asks, where that needs a token. */
export async function allListed(patchbay: RunningPatchbay, headers: Headers = {}): Promise<void> {
  await post(patchbay.endpoint(), rpc(1, 'tools/list'), headers);
  await until(
    'all lists',
    () => patchbay.core.state.get().servers.every(({ tools }) => tools !== null),
    60_000,
  );
}
