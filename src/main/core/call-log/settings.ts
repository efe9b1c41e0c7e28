// What config.json says about recorded calls.
import type { LoadedConfig } from '../config/types.ts';
import type { CallLogSettings } from './call-log.ts';

export function callLogSettings({ settings }: Pick<LoadedConfig, 'settings'>): CallLogSettings {
  const { calls, maxCalls, maxCallBytes, maxCallMessageBytes } = settings.logging;
  return { isOn: calls, maxCalls, maxBytes: maxCallBytes, maxBodyBytes: maxCallMessageBytes };
}
