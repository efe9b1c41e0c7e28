// Claude Desktop as far as bundles go: the official tool reads and unpacks them, and its own library says which command
// comes of the manifest and what the person has filled in.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { installedProgram } from './installed-program.ts';

const run = promisify(execFile);
const tool = (file: string): Promise<string> => installedProgram('mcpb', `@anthropic-ai/mcpb/dist/${file}`);

/** What the official tool prints. Rejects where it is not content. */
export async function officialTool(...words: readonly string[]): Promise<string> {
  const { stdout, stderr } = await run(process.execPath, [await tool('cli/cli.js'), ...words]);
  return stdout + stderr;
}

const commandSchema = z.object({
  command: z.string(),
  args: z.array(z.string()),
  env: z.record(z.string(), z.string()),
});
type BundleCommand = z.output<typeof commandSchema>;
type MakeCommand = (options: Readonly<Record<string, unknown>>) => Promise<unknown>;

/** How an unpacked bundle is started, for these answers to what it asks. */
export async function bundleCommand(
  folder: string,
  userConfig: Readonly<Record<string, string>>,
): Promise<BundleCommand> {
  const library: unknown = await import(pathToFileURL(await tool('index.js')).href);
  const { getMcpConfigForManifest } = library as { readonly getMcpConfigForManifest: MakeCommand };
  const manifest: unknown = JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8'));
  const made = await getMcpConfigForManifest({
    manifest,
    extensionPath: folder,
    systemDirs: {},
    userConfig,
    pathSeparator: path.sep,
  });
  return commandSchema.parse(made);
}
