// How much memory V8 may use for objects that have just been made. It decides nothing for whoever chose that for Node.
import { PerformanceObserver } from 'node:perf_hooks';
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';

export interface NodeWords {
  /** Node's own words on the command line. */
  readonly execArgv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Larger ones took no less of the processor. */
const enoughBytes = 32 * 1024 * 1024;

/**
 * From now on the space for young objects grows up to so many bytes. By itself V8 doubles it, up to 128 MB, whenever much
 * of what is in it is still in use, and gives nothing back while the process rests: with many sessions, or calls in flight,
 * most of a gateway's memory would be that.
 */
export function limitYoungSpace({ execArgv, env }: NodeWords, maxBytes = enoughBytes): void {
  const words = [...execArgv, env['NODE_OPTIONS'] ?? ''].join(' ');
  // Its largest size can be set before the start only.
  if (/semi[-_]space/.test(words)) return;
  let mayGrow = true;
  const look = (): void => {
    const isSmall = youngBytes() < maxBytes;
    if (isSmall === mayGrow) return;
    mayGrow = isSmall;
    // V8 makes it smaller at times; then it may grow again.
    setFlagsFromString(`--semi-space-growth-factor=${mayGrow ? 2 : 1}`);
  };
  look();
  // It changes its size at collections alone, of which there are a few in a second.
  new PerformanceObserver(look).observe({ entryTypes: ['gc'] });
}

/** Both halves of it: V8 copies from one to the other. */
function youngBytes(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? 0;
}
