// Files and links of strangers, which ask to be added.
import type { Defence } from '../defence.ts';

const offersTest = 'core/offers/offers.test.ts';
const literalTest = 'core/offers/literal.test.ts';

export const offers: readonly Defence[] = [
  {
    against: 'a stranger’s server whose name leads out of the folder of bundles',
    off: [
      {
        file: 'offers/bundle-folders.ts',
        text: "const readable = name.replaceAll(/[^A-Za-z0-9_-]+/g, '-').slice(0, 64);",
        by: 'const readable = name;',
      },
    ],
    tests: [{ file: offersTest, names: ['is never more than one folder within those of bundles'] }],
  },
  {
    against: 'a stranger’s file that names variables and secrets of this machine',
    off: [
      {
        file: 'offers/entry-text.ts',
        text: "written += plain.replaceAll('${', () => '$${');",
        by: 'written += plain;',
      },
    ],
    tests: [
      {
        file: literalTest,
        names: ['by a bundle', 'by a server.json', 'by a link'],
        rows: ["'a bundle'", "'a server.json'", "'a link'"],
      },
    ],
  },
  {
    against: 'a stranger’s bundle that changes after it was shown',
    off: [
      {
        file: 'offers/offer-files.ts',
        text: 'const own = file.isOurs ? file.path : await folders.newFile();',
        by: 'const own = file.path;',
      },
      {
        file: 'offers/offer-files.ts',
        text: 'const now = file.isOurs ? await digestOfFile(own).catch(() => null) : await copied(file.path, own);',
        by: 'const now = copied.name === "" ? null : await digestOfFile(own);',
      },
      {
        file: 'offers/offer-files.ts',
        text: 'if (!file.isOurs) await folders.discard(own);',
        by: '',
      },
    ],
    tests: [{ file: offersTest, names: ['even where the file changes at that very moment'] }],
  },
  {
    against: 'a stranger’s address that leads into a private network',
    off: [
      {
        file: 'offers/fetch-file.ts',
        text: 'if (!isInside || wasInside) return;',
        by: 'if (!isInside || !wasInside) return;',
      },
    ],
    tests: [
      {
        file: 'core/offers/fetch-file.test.ts',
        names: [
          'into a private network: https://inner.example/y',
          'into a private network: https://10.0.0.7/y',
        ],
        rows: ['https://inner.example/y', 'https://10.0.0.7/y'],
      },
    ],
  },
  {
    against: 'a stranger’s words that hide or turn around what is shown',
    off: [
      {
        file: 'offers/shown-offer.ts',
        text: 'return cut(visibleText(text.slice(0, longestLine * 2)), longestLine);',
        by: 'return text;',
      },
    ],
    tests: [{ file: offersTest, names: ['hides nothing, and is no longer than can be read'] }],
  },
];
