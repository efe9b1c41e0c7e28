// Whether two entries are one server, whatever they are called: the same words and names of variables, or the same
// address. Values of variables are not compared. Pure.
import type { ServerConfig } from '../config/types.ts';

/** The same text for the same server. */
export function serverIdentity(server: ServerConfig, platform: NodeJS.Platform): string {
  if (server.kind !== 'stdio') return JSON.stringify(['url', comparableUrl(server.url)]);
  const words = [server.command, ...server.args];
  const names = Object.keys(server.env).map((name) => (platform === 'win32' ? name.toUpperCase() : name));
  return JSON.stringify(['command', platform === 'win32' ? windowsWords(words) : words, names.toSorted()]);
}

/** `cmd /c npx …` is how files for Windows write `npx …`. */
function windowsWords([command = '', ...args]: readonly string[]): readonly string[] {
  const program = command.toLowerCase().replace(/\.(?:exe|cmd|bat)$/, '');
  const [flag = '', wrapped = '', ...rest] = args;
  return program === 'cmd' && flag.toLowerCase() === '/c' && wrapped !== ''
    ? windowsWords([wrapped, ...rest])
    : [program, ...args];
}

function comparableUrl(text: string): string {
  if (!URL.canParse(text)) return text;
  const url = new URL(text);
  url.hash = '';
  if (url.hostname === 'localhost' || url.hostname === '[::1]') url.hostname = '127.0.0.1';
  return url.href.replace(/\/(?=$|\?)/, '');
}
