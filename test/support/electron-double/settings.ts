// What a test may choose about the machine that the double plays; handed over in one environment variable.

export interface DoubleSettings {
  /** The app is installed, and not run from a checkout. */
  readonly packaged?: boolean;
  /** Another instance holds the lock. */
  readonly lockTaken?: boolean;
  /** The taskbar's theme. */
  readonly darkTaskbar?: boolean;
  /** Of the person, best first. Default: English. */
  readonly languages?: readonly string[];
  /** Linux: what keeps secrets. Default: nothing that deserves the name. */
  readonly keyring?: 'basic_text' | 'gnome_libsecret';
}

export const settingsVariable = 'ELECTRON_DOUBLE_SETTINGS';

export function readSettings(): DoubleSettings {
  return JSON.parse(process.env[settingsVariable] ?? '{}') as DoubleSettings;
}
