// The bridge as a program: its words, where it finds the gateway, and what ends it. Stdout belongs to the protocol; what
// there is to tell people goes to stderr, where clients keep it in their logs.
import { parseArgs } from 'node:util';
import { AppError, describeError } from '../../shared/errors.ts';
import { readOwnToken } from '../core/auth/own-token.ts';
import { systemClock, type Logger } from '../core/ports.ts';
import { dataDirOf, type Surroundings } from '../core/start-options.ts';
import { openBridge } from './bridge.ts';
import { gatewayFinder } from './gateway-place.ts';
import { canStartGateway, startGateway } from './start-gateway.ts';
import { GatewayWait } from './wait-for-gateway.ts';

/** The words of `patchbay bridge`, as they were written. */
export interface BridgeWords {
  readonly server?: string | undefined;
  readonly url?: string | undefined;
  readonly token?: string | undefined;
  readonly dataDir?: string | undefined;
  /** Whether a gateway that does not run is started. Default: true. */
  readonly start?: boolean | undefined;
}

export interface BridgeSurroundings extends Surroundings {
  readonly process: Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr' | 'execPath' | 'versions'> & {
    on(event: NodeJS.Signals, listener: () => void): unknown;
  };
  /** The command line's file, which can serve; null where the program itself is the app. */
  readonly cliFile: string | null;
}

/** Resolves when its client has gone. Rejects with BAD_REQUEST for words that cannot be used. */
export async function runBridge(words: BridgeWords, surroundings: BridgeSurroundings): Promise<void> {
  const { env, process, cliFile } = surroundings;
  const dataDir = dataDirOf(words, surroundings);
  const url = words.url ?? given(env['PATCHBAY_URL']);
  const clock = systemClock();
  const logger = stderrLogger(process.stderr, env['PATCHBAY_LOG_LEVEL'] === 'debug');
  const find = gatewayFinder({
    server: words.server ?? null,
    url,
    token: words.token ?? given(env['PATCHBAY_TOKEN']),
    dataDir,
    ownToken: () => readOwnToken(dataDir),
  });
  const start = (): Promise<void> => startGateway({ execPath: process.execPath, cliFile, dataDir, env });
  const isStartable =
    words.start !== false &&
    url === null &&
    canStartGateway({ cliFile, isElectron: process.versions.electron !== undefined });
  const wait = new GatewayWait({
    find,
    start: isStartable ? start : null,
    onAbsent: () =>
      logger.info(`Patchbay does not run on ${dataDir}; ${isStartable ? 'starting it' : 'waiting for it'}.`),
    clock,
    dataDir,
  });
  const bridge = openBridge({
    input: process.stdin,
    output: process.stdout,
    place: (signal) => wait.place(signal),
    clock,
    logger,
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => bridge.end());
  await bridge.ended;
}

/** `[SERVER] [--url URL] [--token TOKEN] [--data-dir FOLDER] [--no-start]`. Throws BAD_REQUEST for other words. */
export function readBridgeWords(args: readonly string[]): BridgeWords {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        url: { type: 'string' },
        token: { type: 'string' },
        'data-dir': { type: 'string' },
        'no-start': { type: 'boolean' },
      },
    });
    if (positionals.length > 1) throw new Error(`"${positionals[1] ?? ''}" is one word too many`);
    const { url, token, 'data-dir': dataDir, 'no-start': noStart } = values;
    return { server: positionals[0], url, token, dataDir, start: noStart !== true };
  } catch (error) {
    throw new AppError('BAD_REQUEST', `${describeError(error)}.`, {
      expected: 'Usage: bridge [SERVER] [--url URL] [--token TOKEN] [--data-dir FOLDER] [--no-start].',
    });
  }
}

/** A setting of a bundle that was left out comes as an empty text, or as the text that stands for it. */
function given(value: string | undefined): string | null {
  return value === undefined || value === '' || value.startsWith('${user_config.') ? null : value;
}

function stderrLogger(stderr: NodeJS.WritableStream, isDetailed: boolean): Logger {
  const tell = (message: string): void => void stderr.write(`patchbay bridge: ${message}\n`);
  return { error: tell, warn: tell, info: tell, debug: isDetailed ? tell : () => undefined };
}
