// `patchbay serve` as a real process on one port, ended and started again under clients that know nothing of it.
import { freePort } from './ports.ts';
import { startProgram, type Ended, type Home, type Program } from './program.ts';

export interface Restartable {
  readonly home: Home;
  /** `/mcp`, or with a name `/mcp/<server>`. */
  endpoint(server?: string): URL;
  /** The one that runs now. */
  program(): Program;
  stop(signal: NodeJS.Signals): Promise<Ended>;
  start(): Promise<Program>;
  restart(signal: NodeJS.Signals): Promise<void>;
}

/** Starts it with this config.json. Call from within a test, with which it ends. */
export async function restartable(config: unknown): Promise<Restartable> {
  const port = await freePort();
  const words = ['--port', String(port), '--console-port', '0'];
  let program = await startProgram({ config, words });
  const { home } = program;
  const start = async (): Promise<Program> => (program = await home.serve({ words }));
  const stop = (signal: NodeJS.Signals): Promise<Ended> => program.stop(signal);
  return {
    home,
    endpoint: (server) => new URL(server === undefined ? '/mcp' : `/mcp/${server}`, program.url),
    program: () => program,
    stop,
    start,
    restart: async (signal) => {
      await stop(signal);
      await start();
    },
  };
}
