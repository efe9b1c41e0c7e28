// Calls of the contract about config.json as a whole, its versions, single settings, and the start at login.
import { z } from 'zod';
import { answers } from './call-definition.ts';
import {
  settingSections,
  type ClientAddress,
  type ConfigReview,
  type ConfigSettings,
  type ConfigText,
  type ConfigVersion,
  type LaunchAtLogin,
} from './configuration.ts';
import type { ConfigFault } from './state.ts';

/** The file is not read beyond 4 MB either. */
const text = z.string().max(4_194_304);
const digest = z.string().min(1).max(80);

/** Keys are joined by dots: `gateway.limits.maxConnections`. */
const settingKey = z
  .string()
  .max(200)
  .refine((key) => settingSections.some((section) => key === section || key.startsWith(`${section}.`)), {
    error: `is not a setting; those begin with ${settingSections.join(', ')}`,
  });

const settingChanges = z
  .array(
    z.strictObject({
      key: settingKey,
      /** Absent: the key is taken out, so that its default counts. */
      value: z.json().optional(),
    }),
  )
  .min(1)
  .max(100);

export const configurationCalls = {
  readConfig: answers<ConfigText>()(z.strictObject({})),
  /** Of config.json, as JSON Schema. */
  readConfigSchema: answers<Readonly<Record<string, unknown>>>()(z.strictObject({})),
  checkConfig: answers<{ readonly faults: readonly ConfigFault[] }>()(z.strictObject({ text })),
  /** What saving this would mean; changes nothing. */
  reviewConfig: answers<ConfigReview>()(z.strictObject({ text })),
  /** `digest` is of what was read; with commands that are new, `consent` is that of `reviewConfig` for exactly this text. */
  saveConfig: answers<ConfigText>()(z.strictObject({ text, digest, consent: z.string().max(80).optional() })),
  /** Newest first. */
  listConfigVersions: answers<readonly ConfigVersion[]>()(z.strictObject({})),
  readConfigVersion: answers<{ readonly id: string; readonly text: string }>()(
    z.strictObject({ id: z.string().min(1).max(80) }),
  ),
  readSettings: answers<ConfigSettings>()(z.strictObject({})),
  /** What these changes would mean; changes nothing. */
  reviewSettings: answers<ConfigReview>()(z.strictObject({ changes: settingChanges })),
  /** Makes all of them, or none. */
  changeSettings: answers<ConfigSettings>()(z.strictObject({ changes: settingChanges })),
  listClientAddresses: answers<readonly ClientAddress[]>()(z.strictObject({})),
  readLaunchAtLogin: answers<LaunchAtLogin>()(z.strictObject({})),
  setLaunchAtLogin: answers<LaunchAtLogin>()(z.strictObject({ enabled: z.boolean() })),
} as const;
