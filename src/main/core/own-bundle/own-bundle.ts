// The bundle by which Claude Desktop gets Patchbay without Node or a file of its own being edited: the bridge, whole, in
// an .mcpb (manifest 0.3) that its built-in Node runs. https://github.com/modelcontextprotocol/mcpb. Makes the bytes.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import { writeZip, type ZipFile } from './zip-writer.ts';

export interface OwnBundleOptions {
  /** The program's: package.json and out/ are in it. */
  readonly programDir: string;
  readonly version: string;
  /** Where the gateway is to be looked for; null: the usual place of whoever opens the bundle. */
  readonly dataDir: string | null;
}

const entryPoint = 'server/bridge.mjs';

/** The bytes of the bundle. Rejects with NOT_FOUND where the program has not been built. */
export async function makeOwnBundle({ programDir, version, dataDir }: OwnBundleOptions): Promise<Buffer> {
  const bridgeFile = path.join(programDir, 'out', 'main', 'bridge.js');
  const bridge = await readFile(bridgeFile).catch((error: unknown) => {
    throw new AppError('NOT_FOUND', `The bridge, which goes into the bundle, is not at ${bridgeFile}.`, {
      expected: 'Run "npm run build", or install Patchbay anew.',
      cause: error,
    });
  });
  const icon = await readIcon(programDir);
  const manifest = ownManifest({ version, dataDir, hasIcon: icon !== null });
  const files: ZipFile[] = [
    { name: 'manifest.json', bytes: Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`) },
    { name: entryPoint, bytes: bridge },
    ...(icon === null ? [] : [{ name: 'icon.png', bytes: icon }]),
  ];
  return writeZip(files);
}

/** In a checkout, or beside the archive of an installed app; a bundle can do without. */
async function readIcon(programDir: string): Promise<Buffer | null> {
  const name = path.join('icons', '512x512.png');
  for (const folder of [path.join(programDir, 'build'), path.dirname(programDir)]) {
    const bytes = await readFile(path.join(folder, name)).catch(() => null);
    if (bytes !== null) return bytes;
  }
  return null;
}

interface ManifestParts {
  readonly version: string;
  readonly dataDir: string | null;
  readonly hasIcon: boolean;
}

function ownManifest({ version, dataDir, hasIcon }: ManifestParts): unknown {
  // Its runtime is Claude Desktop's: started anew as a program, that would be Claude Desktop, not Patchbay.
  const words = ['--no-start', ...(dataDir === null ? [] : ['--data-dir', dataDir])];
  return {
    manifest_version: '0.3',
    name: 'patchbay',
    display_name: 'Patchbay',
    version,
    description: 'All MCP servers of this machine, through Patchbay’s one gateway',
    long_description:
      'Connects Claude Desktop with the Patchbay that runs on this machine. Port and token are found by themselves; ' +
      'which servers there are, and which tools may be called, is said in Patchbay.',
    author: { name: 'Patchbay contributors' },
    license: 'MIT',
    keywords: ['gateway', 'mcp'],
    ...(hasIcon ? { icon: 'icon.png' } : {}),
    server: {
      type: 'node',
      entry_point: entryPoint,
      mcp_config: {
        command: 'node',
        args: [`\${__dirname}/${entryPoint}`, ...words],
        env: { PATCHBAY_URL: '${user_config.url}', PATCHBAY_TOKEN: '${user_config.token}' },
      },
    },
    tools_generated: true,
    prompts_generated: true,
    // Empty defaults: what has none would be handed over as the text `${user_config.…}`.
    user_config: {
      url: {
        type: 'string',
        title: 'Address of the gateway',
        description: 'Leave it empty for the Patchbay of this user, whose port is found by itself.',
        required: false,
        default: '',
      },
      token: {
        type: 'string',
        title: 'Access token',
        description: 'Leave it empty for the Patchbay of this user; "patchbay token create" makes one.',
        required: false,
        sensitive: true,
        default: '',
      },
    },
    compatibility: { platforms: ['darwin', 'win32', 'linux'], runtimes: { node: '>=20.0.0' } },
  };
}
