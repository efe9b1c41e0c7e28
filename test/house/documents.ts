// The README and everything under docs/, as text, and what their Markdown says of itself.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

export interface Document {
  /** From the project's root, with slashes. */
  readonly path: string;
  readonly text: string;
}

export function documents(): readonly Document[] {
  const paths = ['README.md', ...globSync('docs/**/*.md', { cwd: root })].map((path) =>
    path.replaceAll('\\', '/'),
  );
  return paths.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** Without what stands in fenced blocks and in `code`. */
export function prose(text: string): string {
  return text.replaceAll(/^( *)```[\s\S]*?^\1```$/gm, '').replaceAll(/`[^`\n]*`/g, '');
}

/** The fenced blocks. */
export function codeBlocks(text: string): readonly string[] {
  return [...text.matchAll(/^( *)```\w*\n([\s\S]*?)^\1```$/gm)].map((match) => match[2] ?? '');
}

/** The anchors of its headings, as GitHub makes them. */
export function anchors(text: string): ReadonlySet<string> {
  const found = new Map<string, number>();
  for (const [, heading = ''] of text.replaceAll(/^```[\s\S]*?^```$/gm, '').matchAll(/^#{1,6} +(.+?) *$/gm)) {
    const plain = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const slug = plain.replaceAll(/[^\p{Letter}\p{Number} _-]/gu, '').replaceAll(' ', '-');
    found.set(slug, (found.get(slug) ?? 0) + 1);
  }
  return new Set(
    [...found].flatMap(([slug, count]) =>
      Array.from({ length: count }, (_, index) => (index === 0 ? slug : `${slug}-${index}`)),
    ),
  );
}

/** What its links and pictures lead to. */
export function targets(text: string): readonly string[] {
  const plain = prose(text);
  const links = [...plain.matchAll(/\]\(([^)\s]+)\)/g)];
  const pictures = [...plain.matchAll(/(?:src|srcset|href)="([^"]+)"/g)];
  return [...links, ...pictures].map((match) => match[1] ?? '');
}
