// Texts cut to what a menu or a tooltip can show.

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** One line of at most `length` characters, as people count them. */
export function shortened(text: string, length: number): string {
  const characters = Array.from(
    graphemes.segment(text.replaceAll(/\s+/g, ' ').trim()),
    ({ segment }) => segment,
  );
  if (characters.length <= length) return characters.join('');
  const kept = characters.slice(0, length - 1).join('');
  return `${kept.trimEnd()}…`;
}
