// Names of servers that a person or a model would take for another's. Names hold only A-Z a-z 0-9 . _ - (names.ts), so
// letters of other scripts never come this far. Pure.
import { builtInServerName } from './names.ts';

/** The same for names that look or read the same: case, separators, 0 and o, 1, l and i, rn and m, vv and w. */
export function nameSkeleton(name: string): string {
  return (
    name
      .toLowerCase()
      // Between digits a separator means something: 1.1 is not 11.
      .replaceAll(/(?<=\d)[._-]+(?=\d)/g, ':')
      .replaceAll(/[._-]+/g, '')
      .replaceAll('rn', 'm')
      .replaceAll('vv', 'w')
      .replaceAll('0', 'o')
      .replaceAll(/[1i]/g, 'l')
  );
}

/** What is wrong with a new name beside others, as the end of a sentence; null when nothing is. The very same name is not. */
export function imitationFault(name: string, others: Iterable<string>, separator: string): string | null {
  const skeleton = nameSkeleton(name);
  for (const other of [builtInServerName, ...others]) {
    if (other === name) continue;
    if (nameSkeleton(other) === skeleton) {
      const whose = other === builtInServerName ? 'the built-in server' : 'another server';
      return `is easily taken for "${other}", the name of ${whose}`;
    }
    if (startsLikeTool(name, other, separator) || startsLikeTool(other, name, separator))
      return `clashes with the server "${other}": with "${separator}" between, tools of one could be named like tools of the other`;
  }
  return null;
}

/** `a__b` reads like the tool `b` of `a`. */
function startsLikeTool(name: string, other: string, separator: string): boolean {
  return `${name}${separator}`.startsWith(`${other}${separator}`);
}
