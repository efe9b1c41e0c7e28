// Which of our own environment variables a child gets: those on this list, and no other (S2.1).
// Tokens and keys that happen to stand in our environment stay here; a server that needs one names it in its "env".

export type Environment = Readonly<Record<string, string | undefined>>;

/** Every child carries this variable; by it the next run knows what is left of this one. */
export const launchMarker = 'PATCHBAY_LAUNCH_ID';

/** Language, and the connection settings that package runners (npx, uvx, docker) and HTTP libraries look for. */
const everywhere = words(`
  LANG TZ
  HTTP_PROXY HTTPS_PROXY NO_PROXY ALL_PROXY http_proxy https_proxy no_proxy all_proxy
  NODE_EXTRA_CA_CERTS SSL_CERT_FILE SSL_CERT_DIR REQUESTS_CA_BUNDLE
  DOCKER_HOST DOCKER_CONTEXT DOCKER_CONFIG
`);

/** What sudo keeps, where programs put their files, the desktop to open a browser on, and version managers' homes. */
const posix = words(`
  HOME LOGNAME PATH SHELL TERM USER TMPDIR LANGUAGE
  XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME XDG_RUNTIME_DIR XDG_DATA_DIRS XDG_CONFIG_DIRS
  XDG_CURRENT_DESKTOP XDG_SESSION_TYPE DISPLAY WAYLAND_DISPLAY XAUTHORITY DBUS_SESSION_BUS_ADDRESS
  __CF_USER_TEXT_ENCODING
  NVM_DIR FNM_DIR VOLTA_HOME ASDF_DIR ASDF_DATA_DIR MISE_DATA_DIR PYENV_ROOT
`);

/** Without SYSTEMROOT no socket opens, without PATHEXT and COMSPEC no npx starts; the rest is as above. */
const windows = words(`
  PATH PATHEXT COMSPEC SYSTEMROOT SYSTEMDRIVE WINDIR OS TEMP TMP
  APPDATA LOCALAPPDATA PROGRAMDATA ALLUSERSPROFILE PUBLIC USERPROFILE HOMEDRIVE HOMEPATH HOME
  USERNAME USERDOMAIN COMPUTERNAME PSMODULEPATH NUMBER_OF_PROCESSORS PROCESSOR_ARCHITECTURE
  PROGRAMFILES PROGRAMFILES(X86) PROGRAMW6432 COMMONPROGRAMFILES COMMONPROGRAMFILES(X86) COMMONPROGRAMW6432
  NVM_HOME NVM_SYMLINK FNM_DIR VOLTA_HOME PYENV PYENV_ROOT
`);

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

export interface EnvironmentParts {
  readonly platform: NodeJS.Platform;
  /** Our own environment. */
  readonly inherited: Environment;
  /** The server's part; beats what is inherited. */
  readonly own: Readonly<Record<string, string>>;
  /** The PATH to use unless the server brings its own. */
  readonly path: string;
}

/** The environment of one child. On Windows names are one whatever their case, and the last writer's spelling stays. */
export function childEnvironment(parts: EnvironmentParts): Record<string, string> {
  const isWindows = parts.platform === 'win32';
  const keyOf = (name: string): string => (isWindows ? name.toUpperCase() : name);
  const allowed = new Set([...everywhere, ...(isWindows ? windows : posix)].map(keyOf));
  const found = new Map<string, readonly [name: string, value: string]>();
  for (const [name, value] of Object.entries(parts.inherited)) {
    // A value that begins with () is a function exported by an old bash: code, not data.
    if (value === undefined || value.startsWith('()')) continue;
    if (allowed.has(keyOf(name)) || (!isWindows && name.startsWith('LC_')))
      found.set(keyOf(name), [name, value]);
  }
  found.set('PATH', [found.get('PATH')?.[0] ?? 'PATH', parts.path]);
  for (const [name, value] of Object.entries(parts.own)) found.set(keyOf(name), [name, value]);
  return Object.fromEntries(found.values());
}

/** One variable by its name, in any case on Windows. */
export function readVariable(
  environment: Environment,
  name: string,
  platform: NodeJS.Platform,
): string | undefined {
  if (platform !== 'win32') return environment[name];
  const wanted = name.toUpperCase();
  return Object.entries(environment).find(([key]) => key.toUpperCase() === wanted)?.[1];
}
