// config.json as people edit it in the window: its text, what a change of it would mean, its versions, and settings one by
// one. What of this is read from where is core/settings' business.
import type { Config } from './config-schema.ts';
import type { ConsentView } from './consent.ts';
import type { ConfigFault } from './state.ts';

/** The file as it stands. Plain values in it are shown: it is its reader's own file. */
export interface ConfigText {
  readonly path: string;
  /** Without byte order mark; null where the file cannot be read as text, and `faults` says why. */
  readonly text: string | null;
  /** Names exactly this content; to be given back when it is saved. */
  readonly digest: string;
  readonly faults: readonly ConfigFault[];
}

/** A client whose file Patchbay has an entry with an address in. */
export interface ClientAddress {
  /** Such as `claude-code`. */
  readonly client: string;
  readonly name: string;
  /** Its file. */
  readonly path: string;
  /** The address in it. */
  readonly url: string;
  /** Whether the gateway listens there now. */
  readonly isCurrent: boolean;
  /** What puts the present address in. */
  readonly command: string;
}

/** The gateway would listen elsewhere. */
export interface AddressMove {
  readonly from: string;
  /** null: any free port. */
  readonly to: string | null;
  /** Who has to be told. */
  readonly clients: readonly ClientAddress[];
  /** Sessions that are open now; their clients have to find the new address. */
  readonly sessions: number;
}

/** What saving a text would mean. */
export interface ConfigReview {
  /** Where there are any it is not saved, and nothing else is known. */
  readonly faults: readonly ConfigFault[];
  readonly servers: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
    /** They are started anew. */
    readonly restarted: readonly string[];
    readonly updated: readonly string[];
  };
  /** Keys beside the servers that are other ones, such as `gateway.port`. */
  readonly keys: readonly string[];
  readonly move: AddressMove | null;
  /** Commands that are new or have changed, to be shown whole; empty: no consent is needed. */
  readonly commands: readonly ConsentView[];
  /** To be given with `saveConfig`: good once, within ten minutes, for exactly these commands. */
  readonly consent: string | null;
}

/** Content that the file had. */
export interface ConfigVersion {
  readonly id: string;
  /** When it was seen first; epoch milliseconds. */
  readonly savedAt: number;
  /** `outside`: by another program, such as an editor. */
  readonly by: 'patchbay' | 'outside';
  readonly bytes: number;
  readonly hasFaults: boolean;
  /** What is different from the version before it; empty for the oldest, and where only comments or layout are. */
  readonly keys: readonly string[];
  /** It is what the file holds now. */
  readonly isCurrent: boolean;
}

/** Sections that are changed key by key. Servers have commands, and those want a yes. */
export const settingSections = [
  'gateway',
  'auth',
  'registration',
  'aggregate',
  'pinTools',
  'logging',
  'desktop',
] as const;
export type SettingSection = (typeof settingSections)[number];
export type SettingValues = Pick<Config, SettingSection>;

/** A setting that a flag or variable decides in this run. */
export interface SettingOverride {
  readonly key: string;
  readonly value: string | number;
}

export interface ConfigSettings {
  readonly path: string;
  /** False while the file has faults: it is not edited then. */
  readonly isEditable: boolean;
  /** What is in force, defaults filled in. */
  readonly values: SettingValues;
  /** Keys that stand in the file, such as `gateway.port`. */
  readonly written: readonly string[];
  readonly overrides: readonly SettingOverride[];
}

/** Whether Patchbay is started when its user logs in. */
export interface LaunchAtLogin {
  readonly state: 'on' | 'off' | 'unavailable';
  /** For `unavailable`. */
  readonly reason?: 'headless' | 'not-installed' | 'unsupported';
}
