// Web pages: names that are pointed at this machine, and pages of other origins.
import type { Defence, ProvingTests } from '../defence.ts';

const guard = 'http-guards/host-guard.ts';

/** On every route, of both ports. */
function onEveryRoute(...rows: readonly string[]): ProvingTests {
  const names = ['gateway', 'console'].flatMap((port) =>
    rows.map((row) => `every route of the ${port} refuses ${row} with 403`),
  );
  return { file: 'integration/attacks/foreign-names.test.ts', names, rows: rows.map((row) => `'${row}'`) };
}

export const pages: readonly Defence[] = [
  {
    against: 'DNS rebinding on every route',
    off: [{ file: guard, text: 'if (!hostAllowed(host)) return', by: 'if (host === null) return' }],
    tests: [
      onEveryRoute(
        'a foreign Host',
        'a foreign Host with our port',
        'a Host that begins like ours',
        'another port',
        'userinfo',
      ),
    ],
  },
  {
    against: 'a page of another origin: what says its Origin (fetch, forms, WebSocket, EventSource)',
    off: [
      { file: guard, text: 'return originAllowed(origin) ? null :', by: 'return origin !== null ? null :' },
    ],
    tests: [
      onEveryRoute('a foreign Origin', 'Origin null', 'an upgrade from a foreign page'),
      {
        file: 'browser/foreign-page.test.ts',
        names: [
          'a page at 127.0.0.1 with another port reads nothing and changes nothing by fetch, cors',
          'a page at localhost with another port reads nothing and changes nothing by fetch, no-cors',
          'gets no event stream, no socket, and nothing by form',
        ],
        rows: ["'cors', 'no-cors'", 'gets no event stream, no socket, and nothing by form'],
      },
    ],
  },
  {
    against: 'a page of another origin: what says none (no-cors, images, scripts, frames)',
    off: [
      {
        file: guard,
        text: "if (sites.every((site) => site === 'same-origin' || site === 'none')) return null;",
        by: 'if (sites.length >= 0) return null;',
      },
    ],
    tests: [
      {
        file: 'browser/foreign-page.test.ts',
        names: ['may lead to the console, but not frame it'],
      },
      {
        file: 'core/http-guards/host-guard.test.ts',
        names: ['of a page that is cross-site'],
        rows: ["'cross-site'"],
      },
    ],
  },
  {
    against: 'a page of another local server that has the console’s cookie sent along',
    off: [{ file: 'console/authenticate.ts', text: '  requireOwnPage(parts.guard, request);\n', by: '' }],
    tests: [
      {
        file: 'core/console/access.test.ts',
        names: ['a session cookie does not pass a call that another page may have made'],
        rows: ['does not pass a call that another page may have made'],
      },
    ],
  },
];
