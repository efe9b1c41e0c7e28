// Loaded into a gateway before anything else (node --expose-gc --import): tells its parent, when asked, what the process
// holds once its garbage is gone. Holds nothing open itself.
import { readdir } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';

export interface ProbeReport {
  /** Bytes in use after collection. */
  readonly heapUsed: number;
  readonly external: number;
  readonly resident: number;
  /** What keeps the event loop alive, by kind. */
  readonly resources: Readonly<Record<string, number>>;
  /** Open descriptors; null where the system does not tell. */
  readonly descriptors: number | null;
}

/** Once is not enough: what finalizers let go of is garbage only then. */
const collections = 3;

process.on('message', (message) => {
  if (message === 'probe') void report().then((each) => process.send?.(each));
});
// Nobody is to be left behind by a run that was ended.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
// A listener holds the channel open, and the process with it.
process.channel?.unref();

async function report(): Promise<ProbeReport> {
  for (let count = 0; count < collections; count++) {
    globalThis.gc?.();
    await setImmediate();
  }
  const { heapUsed, external, rss: resident } = process.memoryUsage();
  const resources: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) resources[kind] = (resources[kind] ?? 0) + 1;
  const descriptors = await readdir('/proc/self/fd').then(
    (names) => names.length,
    () => null,
  );
  return { heapUsed, external, resident, resources, descriptors };
}
