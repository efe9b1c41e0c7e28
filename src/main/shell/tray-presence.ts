// Whether a tray icon will be seen at all. Some Linux desktops, GNOME among them, have no place for one
// unless an extension brings it; asked on the session bus, by the tool that comes with GLib.

export interface TraySurroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Runs a program and resolves with its stdout; rejects when it is missing, fails or takes too long. */
  readonly run: (program: string, words: readonly string[]) => Promise<string>;
}

const question = [
  'call',
  '--session',
  '--dest',
  'org.kde.StatusNotifierWatcher',
  '--object-path',
  '/StatusNotifierWatcher',
  '--method',
  'org.freedesktop.DBus.Properties.Get',
  'org.kde.StatusNotifierWatcher',
  'IsStatusNotifierHostRegistered',
];

/** Never rejects. Where nobody answers, the desktop's name decides. */
export async function hasTray({ platform, env, run }: TraySurroundings): Promise<boolean> {
  if (platform !== 'linux') return true;
  try {
    return (await run('gdbus', question)).includes('true');
  } catch {
    return !(env['XDG_CURRENT_DESKTOP'] ?? '').toUpperCase().includes('GNOME');
  }
}
