// Settings as forms show them: what is in force of the file, which keys stand in it, and what flags and variables decide.
import { settingSections, type ConfigSettings, type SettingOverride } from '../../../shared/configuration.ts';
import { isRecord } from '../../../shared/is-record.ts';
import { readableText } from '../config/hand-edits.ts';
import type { ConfigStore } from '../config/types.ts';
import type { Overrides } from './review-config.ts';

/** `text` is what the file holds; null where it is no text. */
export function settingsView(
  { path, current, faults }: Pick<ConfigStore, 'path' | 'current' | 'faults'>,
  text: string | null,
  overrides: Overrides,
): ConfigSettings {
  const { gateway, auth, registration, aggregate, pinTools, logging, desktop } = current.settings;
  const written = text === null ? {} : readableText(text);
  return {
    path,
    isEditable: faults.length === 0,
    values: { gateway, auth, registration, aggregate, pinTools, logging, desktop },
    written: isRecord(written) ? settingSections.flatMap((key) => keysIn(written[key], key)) : [],
    overrides: overridesOf(overrides),
  };
}

/** `gateway`, `gateway.limits`, `gateway.limits.maxConnections`. */
function keysIn(value: unknown, path: string): readonly string[] {
  if (value === undefined) return [];
  const inner = isRecord(value)
    ? Object.entries(value).flatMap(([key, member]) => keysIn(member, `${path}.${key}`))
    : [];
  return [path, ...inner];
}

function overridesOf({ host, port, authMode, logLevel }: Overrides): readonly SettingOverride[] {
  const all = {
    'gateway.host': host,
    'gateway.port': port,
    'auth.mode': authMode,
    'logging.level': logLevel,
  };
  return Object.entries(all).flatMap(([key, value]) => (value === undefined ? [] : [{ key, value }]));
}
