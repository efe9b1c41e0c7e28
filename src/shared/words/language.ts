// Which languages Patchbay speaks to people, and which of them somebody gets. Knows no words.

export type Language = 'en' | 'ru';

const spoken: ReadonlySet<string> = new Set<Language>(['en', 'ru']);

/** The first of the preferred languages (BCP 47, best first) that Patchbay speaks; English where it speaks none. */
export function chooseLanguage(preferred: readonly string[]): Language {
  return preferred.map((tag) => tag.toLowerCase().split(/[-_]/)[0] ?? '').find(isSpoken) ?? 'en';
}

function isSpoken(language: string): language is Language {
  return spoken.has(language);
}
