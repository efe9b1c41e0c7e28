// What the log gets to know of each reading of config.json. No values of the file.
import { describeError, fromErrorView } from '../../../shared/errors.ts';
import type { ConfigFault } from '../../../shared/state.ts';
import type { Logger } from '../ports.ts';
import type { LoadedConfig } from './types.ts';

/** Faults of the file, or what came into force; then servers that cannot be used. */
export function reportConfig(
  logger: Logger,
  path: string,
  { config, faults }: { readonly config: LoadedConfig | null; readonly faults: readonly ConfigFault[] },
): void {
  for (const { line, column, message, expected } of faults) {
    logger.warn(`${path}:${line}:${column}: ${message} Expected: ${expected}.`);
  }
  if (config === null) return;
  const { servers } = config;
  logger.info(`Read ${path}: ${servers.size === 1 ? '1 server' : `${servers.size} servers`}.`);
  for (const { fault, enabled } of servers.values()) {
    if (fault !== null && enabled) logger.warn(describeError(fromErrorView(fault)));
  }
}
