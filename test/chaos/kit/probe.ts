// Loaded into a gateway before anything else (node --expose-gc --import): tells its parent, when asked, what the process
// holds once its garbage is gone. Holds nothing open itself.
import { readdir } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { queryObjects } from 'node:v8';

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

/** What a gateway can be asked for. */
export interface ProbeAnswers {
  readonly probe: ProbeReport;
  /**
   * How many objects there are once garbage is gone. What is kept for ever shows here as a whole number for each time that
   * something was done, however the size of the heap goes up and down. Takes a third of a second.
   */
  readonly objects: number;
  /** For how long it has computed so far, in milliseconds of a processor. */
  readonly processorMs: number;
}

const answers: { readonly [Name in keyof ProbeAnswers]: () => Promise<ProbeAnswers[Name]> } = {
  probe: report,
  objects: () => Promise.resolve(queryObjects(Object, { format: 'count' })),
  processorMs: () => {
    const { user, system } = process.cpuUsage();
    return Promise.resolve((user + system) / 1000);
  },
};

process.on('message', (message) => {
  const answer = answers[message as keyof ProbeAnswers];
  void answer().then((each) => process.send?.(each));
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
