// Paths in folders that are emptied, or that others can write to, and variables that make a program run something else.
import path from 'node:path';
import type { ConsentWarning } from '../../../shared/consent.ts';

export interface PlaceContext {
  readonly platform: NodeJS.Platform;
  readonly homeDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const fixed: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['/tmp', '/private/tmp', '/var/tmp', '/private/var/tmp', '/var/folders', '/private/var/folders'],
  win32: ['C:\\Windows\\Temp', 'C:\\Temp', 'C:\\Users\\Public'],
};
const linuxFolders = ['/tmp', '/var/tmp', '/dev/shm'];
const steering =
  /^(?:LD_PRELOAD|LD_LIBRARY_PATH|LD_AUDIT|DYLD_\w+|NODE_OPTIONS|NODE_PATH|NODE_EXTRA_CA_CERTS|NODE_TLS_REJECT_UNAUTHORIZED|PYTHON(?:PATH|STARTUP|HOME)|PERL5(?:OPT|LIB)|RUBY(?:OPT|LIB)|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|BASH_ENV|ENV|PATH|PATHEXT|COMSPEC|SHELL|IFS|GIT_SSH(?:_COMMAND)?|GIT_EXTERNAL_DIFF|SSLKEYLOGFILE|(?:HTTPS?|ALL)_PROXY|npm_config_registry|(?:UV|PIP)_(?:\w+_)?INDEX_URL)$/i;

/** Texts of the entry that may hold paths: words, folder, values of variables. */
export function temporaryPaths(texts: readonly string[], context: PlaceContext): readonly ConsentWarning[] {
  const { platform } = context;
  const isWindows = platform === 'win32';
  const folders = temporaryFolders(context).map((folder) => comparable(folder, isWindows));
  const isTemporary = (text: string): boolean =>
    candidates(text, isWindows).some((place) =>
      folders.some((folder) => place === folder || place.startsWith(`${folder}/`)),
    );
  const hit = texts.find(isTemporary);
  if (hit === undefined) return [];
  const text =
    'It uses a path in a temporary folder, where other programs may put something else, or in downloads.';
  return [{ kind: 'temporary', severity: 'danger', text }];
}

export function steeringVariables(names: readonly string[]): readonly ConsentWarning[] {
  return names
    .filter((name) => steering.test(name))
    .map((name) => ({
      kind: 'environment',
      severity: 'danger',
      text: `The variable ${name} can make the program run or trust something else.`,
    }));
}

function temporaryFolders({ platform, homeDir, env }: PlaceContext): readonly string[] {
  const named = ['TMPDIR', 'TEMP', 'TMP', 'XDG_RUNTIME_DIR'].flatMap((name) => env[name] ?? []);
  const rules = platform === 'win32' ? path.win32 : path.posix;
  const own = platform === 'win32' ? [rules.join(homeDir, 'AppData', 'Local', 'Temp')] : [];
  return [...(fixed[platform] ?? linuxFolders), ...named, ...own, rules.join(homeDir, 'Downloads')].filter(
    (folder) => folder.length > 1,
  );
}

/** Each place in a text where a path may begin. */
function candidates(text: string, isWindows: boolean): readonly string[] {
  const pattern = isWindows
    ? /(?:[A-Za-z]:[\\/]|%\w+%|[\\/])[^"'\s;|&<>]*/g
    : /(?<![\w.~-])\/[^"'\s;|&<>:]*/g;
  const found = [text, ...Array.from(text.matchAll(pattern), ([match]) => match)];
  return found.map((place) => comparable(place, isWindows));
}

function comparable(place: string, isWindows: boolean): string {
  const normal = (isWindows ? path.win32 : path.posix).normalize(place);
  const slashed = isWindows ? normal.replaceAll('\\', '/') : normal;
  const plain = slashed.endsWith('/') ? slashed.slice(0, -1) : slashed;
  // Case says nothing on Windows, and little on a Mac.
  return plain.toLowerCase().replace(/^\/\/\?\//, '');
}
