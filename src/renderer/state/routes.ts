// Where in the page somebody is, as a fragment of the address: `#/SECTION/REST…`. Text only; what is shown there is
// pages/sections.ts's part.

/** The sections in the order of the navigation. */
export const sectionIds = [
  'overview',
  'servers',
  'registrations',
  'clients',
  'activity',
  'logs',
  'playground',
  'settings',
] as const;

export type SectionId = (typeof sectionIds)[number];

export interface Route {
  readonly section: SectionId;
  /** What follows the section, decoded: a server's name, a part of the settings. */
  readonly rest: readonly string[];
}

const known: ReadonlySet<string> = new Set(sectionIds);
const overview: Route = { section: 'overview', rest: [] };

/** The place that a fragment names; whatever names none is the overview. */
export function parseRoute(hash: string): Route {
  const [section = '', ...encoded] = hash.replace(/^#\/?/, '').split('/');
  if (!known.has(section)) return overview;
  try {
    const rest = encoded.filter((part) => part !== '').map((part) => decodeURIComponent(part));
    return { section: section as SectionId, rest };
  } catch {
    return { section: section as SectionId, rest: [] };
  }
}

/** The fragment that opens a place. */
export function routeHash(section: SectionId, ...rest: readonly string[]): string {
  if (section === 'overview') return '#/';
  return `#/${[section, ...rest.map((part) => encodeURIComponent(part))].join('/')}`;
}
