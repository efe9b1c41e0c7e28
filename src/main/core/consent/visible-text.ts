// Text as a person must see it before agreeing to it: whole, and with nothing in it that hides, reorders or imitates.

/** Controls, format and bidirectional marks, invisible and unassigned characters, lone surrogates, odd spaces. */
const unseen =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/gu;
const plainWord = /^[\p{L}\p{N}\p{M}_@%+=:,./[\]\\~^-]+$/u;

/** What cannot be seen is written as its number: ⟨U+202E⟩. */
export function visibleText(text: string): string {
  return text.replace(unseen, (mark) => {
    const number = mark.codePointAt(0) ?? 0;
    return `⟨U+${number.toString(16).toUpperCase().padStart(4, '0')}⟩`;
  });
}

export function hasUnseen(text: string): boolean {
  return text.search(unseen) >= 0;
}

/** The words as one line, quoted where it would not show where one ends. */
export function visibleCommand(words: readonly string[]): string {
  return words
    .map((word) => {
      const shown = visibleText(word);
      return plainWord.test(shown) ? shown : `'${shown.replaceAll("'", String.raw`'\''`)}'`;
    })
    .join(' ');
}
