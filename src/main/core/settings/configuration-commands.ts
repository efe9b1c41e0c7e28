// The part of the contract that is about config.json as a whole, its versions, single settings, and the start at login.
import type { configurationCalls } from '../../../shared/calls-configuration.ts';
import { configJsonSchema } from '../../../shared/config-json-schema.ts';
import type {
  AddressMove,
  ClientAddress,
  ConfigReview,
  ConfigSettings,
  ConfigText,
} from '../../../shared/configuration.ts';
import type { Commands } from '../../../shared/contract.ts';
import type { Audit } from '../audit/audit.ts';
import { changingSettings, type SettingChange } from '../config/edit-settings.ts';
import { changedKeys, listedKeys, readableText } from '../config/hand-edits.ts';
import type { ConfigHistory } from '../config/history.ts';
import { withoutMark } from '../config/load-config.ts';
import type { ConfigStore, LoadedConfig } from '../config/types.ts';
import type { Consents } from '../consent/consents.ts';
import { launchCommands, type LaunchCommandsOptions } from './launch-commands.ts';
import { compareConfigs, faultyReview, moveOf, newCommands, type Overrides } from './review-config.ts';
import { settingsView } from './settings-view.ts';

export interface ConfigurationCommandsOptions extends LaunchCommandsOptions {
  readonly config: ConfigStore;
  readonly history: ConfigHistory;
  readonly consents: Consents;
  readonly audit: Audit;
  /** Flags and variables of this run. */
  readonly overrides: Overrides;
  /** Clients with an address of this gateway in their files. */
  readonly clientAddresses: () => Promise<readonly ClientAddress[]>;
  readonly gateway: () => { readonly url: string | null; readonly sessions: number };
  /** Resolves when the newest configuration is in force everywhere. */
  readonly applied: () => Promise<void>;
}

export type ConfigurationCommands = Pick<Commands, keyof typeof configurationCalls>;

export function configurationCommands(options: ConfigurationCommandsOptions): ConfigurationCommands {
  const { config, history, consents, audit, overrides, clientAddresses, gateway, applied } = options;

  const moveTo = async (after: LoadedConfig): Promise<AddressMove | null> => {
    const { url, sessions } = gateway();
    const move = moveOf(config.current.settings, after.settings, overrides);
    if (move === null || url === null) return null;
    return { from: url, to: move.to, clients: await clientAddresses(), sessions };
  };
  const review = async (text: string): Promise<ConfigReview> => {
    const { config: after, faults } = config.check(text);
    if (after === null) return faultyReview(faults);
    const { current } = config;
    const { consent, views } = consents.askAll(newCommands(current.settings, after.settings));
    return { faults, ...compareConfigs(current, after), move: await moveTo(after), commands: views, consent };
  };
  const configText = async (): Promise<ConfigText> => ({ path: config.path, ...(await config.read()) });
  const settings = async (): Promise<ConfigSettings> =>
    settingsView(config, (await config.read()).text, overrides);

  return {
    ...launchCommands(options),
    readConfig: configText,
    readConfigSchema: () => Promise.resolve(configJsonSchema()),
    checkConfig: ({ text }) => Promise.resolve({ faults: config.check(text).faults }),
    reviewConfig: ({ text }) => review(text),
    saveConfig: async ({ text, digest, consent }) => {
      const before = await config.read();
      const after = config.check(text).config;
      // What has faults is refused by the store, with their places.
      if (after !== null) consents.requireAll(consent, newCommands(config.current.settings, after.settings));
      await config.save(text, digest);
      const keys = changedKeys(readableText(before.text ?? '') ?? {}, readableText(text) ?? {});
      audit.record({ kind: 'configuration', action: 'saved', details: { keys: shortened(keys) } });
      await applied();
      return configText();
    },
    listConfigVersions: () => history.list(),
    readConfigVersion: async ({ id }) => ({ id, text: withoutMark(await history.read(id)) }),
    readSettings: settings,
    reviewSettings: async ({ changes }) => {
      const { text } = await config.read();
      return review(changingSettings(changes.map(changeOf))(text ?? ''));
    },
    changeSettings: async ({ changes }) => {
      await config.editText(changingSettings(changes.map(changeOf)));
      const keys = shortened(changes.map(({ key }) => key));
      audit.record({ kind: 'configuration', action: 'changed', details: { keys } });
      await applied();
      return settings();
    },
    listClientAddresses: () => clientAddresses(),
  };
}

function changeOf({ key, value }: { readonly key: string; readonly value?: unknown }): SettingChange {
  return { path: key.split('.'), value };
}

function shortened(keys: readonly string[]): string {
  return keys.length === 0 ? 'comments or layout only' : listedKeys(keys);
}
