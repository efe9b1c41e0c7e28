// The entry by which Linux desktops start a program at login: a .desktop file in the autostart folder of the XDG
// specification. Owns that file alone.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { durableFile } from '../core/store/durable-file.ts';

export interface AutostartFile {
  /** Whether it is there, switched on, and starts exactly this command. Rejects with the system's error. */
  isOn(): Promise<boolean>;
  set(enabled: boolean): Promise<void>;
}

export interface AutostartOptions {
  readonly homeDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The program and its words. */
  readonly command: readonly string[];
}

export function autostartFile({ homeDir, env, command }: AutostartOptions): AutostartFile {
  const wanted = env['XDG_CONFIG_HOME'];
  // The specification has relative values ignored.
  const configHome = wanted !== undefined && path.isAbsolute(wanted) ? wanted : path.join(homeDir, '.config');
  const folder = path.join(configHome, 'autostart');
  const file = durableFile(path.join(folder, 'patchbay.desktop'), { platform: 'linux', mode: 0o644 });
  const exec = `Exec=${command.map(quoted).join(' ')}`;
  return {
    isOn: async () => {
      const lines = (await file.read())?.split(/\r?\n/) ?? [];
      const isOff = lines.some((line) => /^(?:Hidden=true|X-GNOME-Autostart-enabled=false)\s*$/.test(line));
      return lines.includes(exec) && !isOff;
    },
    set: async (enabled) => {
      if (!enabled) {
        await file.remove();
        return;
      }
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await file.write(entry(exec));
    },
  };
}

function entry(exec: string): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Patchbay',
    'Comment=All MCP servers of this machine behind one local port',
    exec,
    'Icon=patchbay',
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** A word of an Exec line: its own escapes, then those of every string in such a file. */
function quoted(word: string): string {
  const inner = word.replaceAll(/["`$\\]/g, String.raw`\$&`).replaceAll('%', '%%');
  return `"${inner.replaceAll('\\', '\\\\')}"`;
}
