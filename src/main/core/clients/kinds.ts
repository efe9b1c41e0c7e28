// The clients that Patchbay can connect by itself: where each keeps its servers, and in which form. Knows paths and shapes,
// touches nothing.
import { posix, win32, type PlatformPath } from 'node:path';
import type { ClientKind, ClientPlace, ClientSurroundings, EntryFacts } from './types.ts';

const pathOf = ({ platform }: ClientSurroundings): PlatformPath => (platform === 'win32' ? win32 : posix);

const inHome =
  (...parts: readonly string[]) =>
  (surroundings: ClientSurroundings): readonly ClientPlace[] => {
    const path = pathOf(surroundings);
    const file = path.join(surroundings.homeDir, ...parts);
    return [{ file, sign: path.dirname(file) }];
  };

const headers = ({ token }: EntryFacts): Readonly<Record<string, unknown>> =>
  token === null ? {} : { headers: { Authorization: `Bearer ${token}` } };

const environment = (env: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> =>
  Object.keys(env).length === 0 ? {} : { env };

export const clientKinds: readonly ClientKind[] = [
  {
    id: 'claude-desktop',
    name: 'Claude Desktop',
    format: 'json',
    servers: ['mcpServers'],
    variables: 'none',
    usesUrl: false,
    entry: ({ bridge, token }) => ({
      command: bridge.command,
      args: bridge.args,
      ...environment({ ...bridge.env, ...(token === null ? {} : { PATCHBAY_TOKEN: token }) }),
    }),
    places: claudeDesktopPlaces,
  },
  {
    id: 'claude-code',
    name: 'Claude Code',
    format: 'json',
    servers: ['mcpServers'],
    variables: 'shell',
    usesUrl: true,
    entry: (facts) => ({ type: 'http', url: facts.url, ...headers(facts) }),
    places: (surroundings) => {
      const path = pathOf(surroundings);
      const file = path.join(surroundings.homeDir, '.claude.json');
      return [
        { file, sign: file },
        { file, sign: path.join(surroundings.homeDir, '.claude') },
      ];
    },
  },
  {
    id: 'cursor',
    name: 'Cursor',
    format: 'json',
    servers: ['mcpServers'],
    variables: 'editor',
    usesUrl: true,
    entry: (facts) => ({ url: facts.url, ...headers(facts) }),
    places: inHome('.cursor', 'mcp.json'),
  },
  {
    id: 'vscode',
    name: 'VS Code',
    format: 'json',
    servers: ['servers'],
    variables: 'editor',
    usesUrl: true,
    entry: (facts) => ({ type: 'http', url: facts.url, ...headers(facts) }),
    places: (surroundings) => {
      const path = pathOf(surroundings);
      const folder = path.join(appData(surroundings), 'Code', 'User');
      return [{ file: path.join(folder, 'mcp.json'), sign: folder }];
    },
  },
  {
    id: 'windsurf',
    name: 'Windsurf',
    format: 'json',
    servers: ['mcpServers'],
    variables: 'editor',
    usesUrl: true,
    entry: (facts) => ({ serverUrl: facts.url, ...headers(facts) }),
    places: inHome('.codeium', 'windsurf', 'mcp_config.json'),
  },
  {
    id: 'devin',
    name: 'Devin Desktop',
    format: 'json',
    servers: ['mcpServers'],
    variables: 'editor',
    usesUrl: true,
    entry: (facts) => ({ url: facts.url, ...headers(facts) }),
    places: inHome('.config', 'devin', 'mcp_config.json'),
  },
  {
    id: 'codex',
    name: 'Codex',
    format: 'toml',
    servers: ['mcp_servers'],
    variables: 'none',
    usesUrl: true,
    entry: ({ url, token }) => ({
      url,
      ...(token === null ? {} : { http_headers: { Authorization: `Bearer ${token}` } }),
    }),
    places: inHome('.codex', 'config.toml'),
  },
  {
    id: 'gemini',
    name: 'Gemini CLI',
    format: 'json',
    servers: ['mcpServers'],
    variables: 'shell-bare',
    usesUrl: true,
    entry: (facts) => ({ httpUrl: facts.url, ...headers(facts) }),
    places: inHome('.gemini', 'settings.json'),
  },
  {
    id: 'zed',
    name: 'Zed',
    format: 'json',
    servers: ['context_servers'],
    variables: 'none',
    usesUrl: true,
    entry: (facts) => ({ url: facts.url, ...headers(facts) }),
    places: (surroundings) => {
      const path = pathOf(surroundings);
      const folder =
        surroundings.platform === 'win32'
          ? path.join(appData(surroundings), 'Zed')
          : path.join(configHome(surroundings), 'zed');
      return [{ file: path.join(folder, 'settings.json'), sign: folder }];
    },
  },
  {
    id: 'lm-studio',
    name: 'LM Studio',
    format: 'json',
    servers: ['mcpServers'],
    variables: 'none',
    usesUrl: true,
    entry: (facts) => ({ url: facts.url, ...headers(facts) }),
    places: inHome('.lmstudio', 'mcp.json'),
  },
  {
    id: 'cline',
    name: 'Cline',
    format: 'json',
    servers: ['mcpServers'],
    variables: 'editor',
    usesUrl: true,
    entry: (facts) => ({ type: 'streamableHttp', url: facts.url, ...headers(facts) }),
    places: inHome('.cline', 'data', 'settings', 'cline_mcp_settings.json'),
  },
];

/** Windows keeps the files of a packaged app in a shadow of their own, which is the one that counts. */
function claudeDesktopPlaces(surroundings: ClientSurroundings): readonly ClientPlace[] {
  const path = pathOf(surroundings);
  const { env, homeDir, platform, list } = surroundings;
  const name = 'claude_desktop_config.json';
  const folder = path.join(appData(surroundings), 'Claude');
  const usual = { file: path.join(folder, name), sign: folder };
  if (platform !== 'win32') return [usual];
  const packages = path.join(env['LOCALAPPDATA'] ?? path.join(homeDir, 'AppData', 'Local'), 'Packages');
  const shadows = list(packages)
    .filter((entry) => entry.startsWith('Claude_'))
    .map((entry) => path.join(packages, entry, 'LocalCache', 'Roaming', 'Claude'));
  return [...shadows.map((shadow) => ({ file: path.join(shadow, name), sign: shadow })), usual];
}

function appData(surroundings: ClientSurroundings): string {
  const { platform, homeDir, env } = surroundings;
  const path = pathOf(surroundings);
  if (platform === 'darwin') return path.join(homeDir, 'Library', 'Application Support');
  if (platform === 'win32') return env['APPDATA'] ?? path.join(homeDir, 'AppData', 'Roaming');
  return configHome(surroundings);
}

function configHome({ env, homeDir, platform }: ClientSurroundings): string {
  const wanted = platform === 'linux' ? env['XDG_CONFIG_HOME'] : undefined;
  return wanted !== undefined && posix.isAbsolute(wanted) ? wanted : posix.join(homeDir, '.config');
}
