// Line ends of a text that went through an editor which knows only \n. Pure.

/**
 * `text` with the line ends of the text it was made from: lines at the beginning and at the end that are the same keep
 * theirs, all others get the most common one. A text that has other line ends than \n is left as it is.
 */
export function withLineEndsOf(before: string, text: string): string {
  if (text.includes('\r') || !before.includes('\r')) return text;
  const [old, next] = [linesOf(before), linesOf(text)];
  const usual = mostCommon(old);
  const most = Math.min(old.length, next.length);
  let start = 0;
  while (start < most && old[start]?.words === next[start]?.words) start += 1;
  let end = 0;
  while (end < most - start && old.at(-1 - end)?.words === next.at(-1 - end)?.words) end += 1;
  const result = next
    .map(({ words, ending }, index) => {
      if (ending === '') return words;
      const twin =
        index < start
          ? old[index]
          : index >= next.length - end
            ? old[index - next.length + old.length]
            : undefined;
      return words + (twin?.ending === undefined || twin.ending === '' ? usual : twin.ending);
    })
    .join('');
  // A lone \r before a lone \n would be one line end.
  return asEditorsSee(result) === text ? result : text.replaceAll('\n', usual);
}

function asEditorsSee(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n');
}

interface Line {
  readonly words: string;
  /** '' for the last. */
  readonly ending: string;
}

function linesOf(text: string): readonly Line[] {
  return Array.from(text.matchAll(/([^\r\n]*)(\r\n|\r|\n|$)/g), ([, words = '', ending = '']) => ({
    words,
    ending,
  })).filter(({ words, ending }, index, all) => index < all.length - 1 || words !== '' || ending !== '');
}

function mostCommon(lines: readonly Line[]): string {
  const counts = new Map<string, number>();
  for (const { ending } of lines) if (ending !== '') counts.set(ending, (counts.get(ending) ?? 0) + 1);
  return [...counts].toSorted(([, one], [, other]) => other - one)[0]?.[0] ?? '\n';
}
