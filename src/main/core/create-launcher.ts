// What starts children, and ends those that are left whatever happens. Only wiring.
import type { Closers } from './closers.ts';
import type { Ground } from './ground.ts';
import { openLauncher } from './launcher/launcher.ts';
import type { CoreOptions } from './types.ts';

type Launcher = Awaited<ReturnType<typeof openLauncher>>;

export async function createLauncher(
  env: CoreOptions['env'],
  { folder, clock, logger, logging, audit }: Ground,
  closers: Closers,
): Promise<Launcher> {
  const launcher = await openLauncher({
    journalFile: folder.childrenFile,
    env,
    clock,
    logger,
    logSink: logging.sink,
    audit,
    redact: (text) => logging.redact(text),
  });
  closers.addFinal(() => launcher.killNow());
  return launcher;
}
