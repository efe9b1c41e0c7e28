// Names for what comes from elsewhere: of servers, and of the secrets that their values become. Allowed, free, and not to
// be taken for another's. Pure.
import { imitationFault } from '../../../shared/imitation.ts';
import { serverNameFault } from '../../../shared/names.ts';

const longest = 64;

/** `wanted` as near as it can be had. */
export function freeServerName(wanted: string, taken: readonly string[], separator: string): string {
  const plain = wanted
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replaceAll(/^[.-]+|-+$/g, '')
    .slice(0, longest);
  const base = plain === '' ? 'server' : plain;
  const joined = base.replaceAll(separator, '-').replaceAll(/^[.-]+|-+$/g, '');
  // No number would help a name that holds the separator behind another's name; here nothing of it is left.
  const bare = Array.from(base)
    .filter((character) => !separator.includes(character))
    .join('')
    .replace(/^[.-]+/, '');
  const isFree = (name: string): boolean =>
    serverNameFault(name) === null &&
    imitationFault(name, taken, separator) === null &&
    !taken.includes(name);
  for (let number = 1; ; number += 1) {
    const names = [base, joined, bare].map((name) => numbered(name, number, '-'));
    const name = [...names, numbered(bare, number, '')].find(isFree);
    if (name !== undefined) return name;
  }
}

function numbered(base: string, number: number, joint: string): string {
  return number === 1 ? base : `${base.slice(0, longest - 5)}${joint}${number}`;
}

/** `github_API_KEY`: of the server's name and the variable's. */
export function freeSecretName(server: string, value: string, taken: readonly string[]): string {
  const plain = `${server}_${value}`.replaceAll(/[^A-Za-z0-9_.-]+/g, '_');
  const base = (/^[A-Za-z]/.test(plain) ? plain : `s_${plain}`).slice(0, longest);
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? base : `${base.slice(0, longest - 5)}_${number}`;
    if (!taken.includes(name)) return name;
  }
}
