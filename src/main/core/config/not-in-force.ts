// Settings that are read and checked although nothing acts on them yet. Whoever sets one is told so.
import { isDeepStrictEqual } from 'node:util';
import { configSchema, type Config } from '../../../shared/config-schema.ts';

/** The keys among these that are set to something else than their default. */
export function notInForce(settings: Config): readonly string[] {
  const parts = (config: Config): Readonly<Record<string, unknown>> => ({
    auth: config.auth,
  });
  const defaults = parts(configSchema.parse({}));
  return Object.entries(parts(settings))
    .filter(([key, value]) => !isDeepStrictEqual(value, defaults[key]))
    .map(([key]) => key);
}
