// Keeps the part of V8's heap in which objects begin small: under load it would grow to 134 MB, be collected seldom, and for
// long each time. What a relay makes for a call is garbage before the next collection, however soon that is
// (docs/decisions/0053-a-small-young-generation.md).
import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

/** Both halves of it, in bytes. */
const mostBytes = 16 * 1024 * 1024;

/** What Node was told at its start. */
export interface NodeWords {
  readonly execArgv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** For the whole process, from now on, unless its owner has said otherwise; ends with the function that is returned. */
export function boundYoungGeneration({ execArgv, env }: NodeWords): () => void {
  const words = [...execArgv, env['NODE_OPTIONS'] ?? ''].join(' ');
  if (/semi[-_]space/.test(words)) return () => undefined;
  let factor = 0;
  const look = (): void => {
    const space = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space');
    // V8 makes it so many times as large when much of it lived on; it makes it smaller again by itself.
    const next = (space?.space_size ?? 0) >= mostBytes ? 1 : 2;
    if (next === factor) return;
    factor = next;
    setFlagsFromString(`--semi-space-growth-factor=${factor}`);
  };
  // It grows with a collection, and by one step with each.
  const observer = new PerformanceObserver(look);
  observer.observe({ entryTypes: ['gc'] });
  look();
  return () => observer.disconnect();
}
