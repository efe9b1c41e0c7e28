// What in a command deserves a second look. Looks at every word, as what does harm may stand behind a harmless front
// (`env`, `nohup`, `timeout 5 …`). A warning too many costs a glance; one too few may cost the machine.
import type { ConsentWarning } from '../../../shared/consent.ts';

const shells = new Set(
  'sh bash zsh dash ash ksh csh tcsh fish busybox elvish nu xonsh wsl cmd command powershell pwsh cscript wscript mshta'.split(
    ' ',
  ),
);
const raisers = new Set('sudo doas su runas pkexec gsudo sudoedit please run0 psexec'.split(' '));
const runners = new Set('npx bunx uvx pipx dlx pnpx'.split(' '));
const interpreters = /^(?:node|bun|deno|python[\d.]*|pypy[\d.]*|ruby|perl|php|lua|osascript|tclsh|awk|gawk)$/;
const codeFlags = /^(?:-[A-Za-z]*[ecpr]|--eval|--print|--execute|eval|-E)$/;
const fetchers = new Set(
  'curl wget fetch aria2c iwr irm invoke-webrequest invoke-restmethod bitsadmin certutil'.split(' '),
);
const runsText = new Set(
  'sh bash zsh dash ash ksh fish python python3 node perl ruby php iex invoke-expression pwsh powershell cmd xargs source eval chmod'.split(
    ' ',
  ),
);
/** So many words at the beginning of a part are looked at: `sudo -E env A=1 sh`. */
const firstWords = 5;
const encoded = /^[-/]e(?:c|nc|nco.*)?$/i;

/** The name of a program without its folder and the extension that Windows knows it by. */
export function programName(word: string): string {
  const base = word.slice(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1);
  return base.toLowerCase().replace(/\.(?:exe|cmd|bat|com|ps1)$/, '');
}

/** `words` is the command with its arguments. */
export function riskyWords(words: readonly string[]): readonly ConsentWarning[] {
  const found: ConsentWarning[] = [];
  const names = words.map(programName);
  const whole = words.join(' ');
  const danger = (kind: ConsentWarning['kind'], text: string): void =>
    void found.push({ kind, severity: 'danger', text });
  const shell = names.findIndex((name, index) => shells.has(name) && (index === 0 || isRun(words, index)));
  if (shell >= 0) {
    danger('shell', `A shell (${names[shell] ?? ''}) runs what stands behind it, whatever that is.`);
    if (
      /^(?:powershell|pwsh)$/.test(names[shell] ?? '') &&
      words.slice(shell + 1).some((word) => encoded.test(word))
    )
      danger('shell', 'What PowerShell is to run is encoded, so that it cannot be read here.');
  }
  const interpreter = names.findIndex((name) => interpreters.test(name));
  if (interpreter >= 0 && words.slice(interpreter + 1).some((word) => codeFlags.test(word)))
    danger('code', `Code for ${names[interpreter] ?? ''} stands in the command itself.`);
  const raiser = names.find((name, index) => raisers.has(name) && (index === 0 || name !== 'su'));
  if (
    raiser !== undefined ||
    wordsOf(whole).some((word) => raisers.has(word) && word.length > 3 && word !== 'please')
  )
    danger('privileges', 'It asks for more rights than you have (sudo, doas, runas or the like).');
  if (downloadsAndRuns(whole)) danger('download', 'It downloads something and runs it straight away.');
  const runner = names.find((name) => runners.has(name)) ?? remoteScript(names, words);
  if (runner !== undefined) {
    found.push({
      kind: 'download',
      severity: 'note',
      text: `${runner} may download what it runs, the newest version where none is named.`,
    });
  }
  return found;
}

/** `curl … | sh`, `sh <(curl …)`, `wget x; ./x`, `iex (irm …)`: something is fetched, and something runs in the same text. */
function downloadsAndRuns(text: string): boolean {
  let hasFetched = false;
  let hasRun = false;
  for (const part of text.split(/[|;&\n`<>()]/)) {
    const first = part.trim().split(/\s+/, firstWords);
    const names = first.map(programName);
    const runs = names.some((name) => runsText.has(name)) || /^\.[/\\]/.test(first[0] ?? '');
    const fetches = names.some((name) => fetchers.has(name)) || part.toLowerCase().includes('downloadstring');
    if ((hasFetched && runs) || (hasRun && fetches)) return true;
    hasFetched ||= fetches;
    hasRun ||= runs;
  }
  return false;
}

function wordsOf(text: string): readonly string[] {
  return text.split(/[\s;&|()`'"<>$]+/).map(programName);
}

/** A shell's name further behind counts when it is told to run something. */
function isRun(words: readonly string[], index: number): boolean {
  return words
    .slice(index + 1)
    .some((word) => /^(?:-[a-z]*c|\/[ck]|-command|-file|-e(?:c|nc.*)?)$/i.test(word));
}

function remoteScript(names: readonly string[], words: readonly string[]): string | undefined {
  const [program = '', verb = ''] = names;
  if (/^(?:deno|bun|node)$/.test(program) && words.some((word) => /^https?:\/\//i.test(word))) return program;
  if (/^(?:docker|podman|nerdctl)$/.test(program) && words.includes('run')) return program;
  if (/^(?:npm|pnpm|yarn|bun)$/.test(program) && /^(?:x|exec|dlx)$/.test(verb)) return `${program} ${verb}`;
  return /^(?:uv|hatch)$/.test(program) && /^(?:tool|run)$/.test(verb) ? `${program} ${verb}` : undefined;
}
