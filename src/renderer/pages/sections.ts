// The sections of the page: their signs in the navigation and what fills them, loaded when first opened.
import {
  IconActivity,
  IconApps,
  IconFlask,
  IconLayoutDashboard,
  IconListDetails,
  IconPlugConnected,
  IconServer2,
  IconSettings,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { AppState } from '../../shared/state.ts';
import type { SectionId } from '../state/routes.ts';
import { lazyPart } from './lazy-part.ts';
import type { LazyPart } from './lazy-part.ts';

/** What each section's page is given. */
export interface PageProps {
  readonly state: AppState;
  /** The address below the section, decoded. */
  readonly rest: readonly string[];
}

export interface Section {
  readonly icon: ComponentType<{
    readonly size?: number;
    readonly stroke?: number;
    readonly 'aria-hidden'?: 'true';
  }>;
  readonly page: LazyPart<PageProps>;
}

export const sections: Readonly<Record<SectionId, Section>> = {
  overview: {
    icon: IconLayoutDashboard,
    page: lazyPart(async () => (await import('./overview/overview-page.tsx')).OverviewPage),
  },
  servers: {
    icon: IconServer2,
    page: lazyPart(async () => (await import('./servers/servers-page.tsx')).ServersPage),
  },
  registrations: {
    icon: IconPlugConnected,
    page: lazyPart(async () => (await import('./registrations/registrations-page.tsx')).RegistrationsPage),
  },
  clients: {
    icon: IconApps,
    page: lazyPart(async () => (await import('./clients/clients-page.tsx')).ClientsPage),
  },
  activity: {
    icon: IconActivity,
    page: lazyPart(async () => (await import('./activity/activity-page.tsx')).ActivityPage),
  },
  logs: {
    icon: IconListDetails,
    page: lazyPart(async () => (await import('./logs/logs-page.tsx')).LogsPage),
  },
  playground: {
    icon: IconFlask,
    page: lazyPart(async () => (await import('./playground/playground-page.tsx')).PlaygroundPage),
  },
  settings: {
    icon: IconSettings,
    page: lazyPart(async () => (await import('./settings/settings-page.tsx')).SettingsPage),
  },
};
