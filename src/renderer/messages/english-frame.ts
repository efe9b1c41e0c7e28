// The words of the page's frame: its sections and what waits in them, in English.
import { count } from './english-numbers.ts';
import type { Badge } from '../state/badges.ts';
import type { SettingsPartId } from '../pages/settings/settings-parts.ts';
import type { SectionId } from '../state/routes.ts';

const sections: Record<SectionId, string> = {
  overview: 'Overview',
  servers: 'Servers',
  registrations: 'Registrations',
  clients: 'Clients',
  activity: 'Activity',
  logs: 'Logs',
  playground: 'Playground',
  settings: 'Settings',
};

const settings: Record<SettingsPartId, string> = {
  general: 'General',
  configuration: 'Configuration file',
  tokens: 'Access tokens',
};

/** What a badge says to those who do not see it. */
const badges: Record<Exclude<Badge['kind'], 'total'>, (section: SectionId, value: number) => string> = {
  waiting: (_section, value) => ` ${count(value, 'waits', 'wait')} for approval`,
  broken: (section, value) =>
    section === 'settings'
      ? ` ${count(value, 'fault', 'faults')} in the configuration`
      : ` ${count(value, 'needs', 'need')} attention`,
};

export const frame = {
  navigation: 'Sections',
  sections,
  badges,
  settingsNavigation: 'Parts of the settings',
  settings,
  skip: 'Skip to the content',
  /** The window's title. */
  title: (place: string, attention: number) =>
    attention === 0 ? `${place} – Patchbay` : `(${attention}) ${place} – Patchbay`,
};
