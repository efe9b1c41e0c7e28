// The built app on the double of Electron, with a data folder of its own, for one test.
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { inProject } from '../../scripts/project.ts';
import { menuLines, startShell } from './electron-double/drive.ts';
import type { DrivenShell } from './electron-double/drive.ts';
import type { DoubleSettings } from './electron-double/settings.ts';
import type { World } from './electron-double/world.ts';
import { killProcessesWith } from './processes.ts';
import { tempFolder } from './temp-folder.ts';

export interface BuiltShellOptions {
  /** `mcpServers` of config.json. */
  readonly servers?: Readonly<Record<string, unknown>>;
  readonly words?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly settings?: DoubleSettings;
  readonly dataDir?: string;
}

export interface BuiltShell extends DrivenShell {
  readonly dataDir: string;
  readonly configFile: string;
}

/** The page's own address, as a call from it carries it. */
export const pageOrigin = 'app://patchbay';

/** Starts the app; ends it with the test. */
export async function startBuiltShell(options: BuiltShellOptions = {}): Promise<BuiltShell> {
  const dataDir = options.dataDir ?? (await tempFolder());
  const configFile = path.join(dataDir, 'config.json');
  if (options.servers !== undefined) await writeConfig(configFile, options.servers);
  const shell = startShell({
    entry: inProject('out', 'main', 'index.js'),
    words: ['--data-dir', dataDir, '--port', '0', '--console-port', '0', ...(options.words ?? [])],
    env: { XDG_CURRENT_DESKTOP: 'KDE', ...options.env },
    settings: options.settings ?? {},
  });
  onTestFinished(() => shell[Symbol.asyncDispose]());
  return { ...shell, dataDir, configFile };
}

export async function writeConfig(file: string, servers: Readonly<Record<string, unknown>>): Promise<void> {
  await writeFile(file, JSON.stringify({ mcpServers: servers }, null, 2));
}

/** The tests' own MCP server as an entry of config.json. All its processes carry `marker`. */
export function mockServer(...flags: readonly string[]): { entry: Record<string, unknown>; marker: string } {
  const marker = `shell-test-${randomUUID()}`;
  onTestFinished(() => killProcessesWith(marker));
  const args = [inProject('test', 'fixtures', 'mock-server.ts'), '--marker', marker, ...flags];
  return { entry: { command: process.execPath, args }, marker };
}

/** The tray's menu in words; empty before there is one. */
export function menuOf(world: World): string[] {
  return menuLines(world.trays[0]?.menu ?? []);
}

/** The menu once a line of it begins so; blanks at the front do not count. */
export async function menuWith(shell: DrivenShell, beginning: string | RegExp): Promise<string[]> {
  const fits = (line: string): boolean =>
    typeof beginning === 'string' ? line.trim().startsWith(beginning) : beginning.test(line.trim());
  return menuOf(await shell.until((world) => menuOf(world).some(fits)));
}

/** The menu once the gateway listens. */
export async function listening(shell: DrivenShell): Promise<string[]> {
  return menuWith(shell, 'http://127.0.0.1:');
}
