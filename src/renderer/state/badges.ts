// What the navigation says beside each section: how much there is, and how much of it waits for a person.
import type { AppState } from '../../shared/state.ts';
import { needsAttention } from './server-rules.ts';
import type { SectionId } from './routes.ts';

export interface Badge {
  readonly count: number;
  /** `total`: for information; the others stand out. */
  readonly kind: 'total' | 'waiting' | 'broken';
}

/** The badges of the sections that have one. */
export function badgesOf(state: AppState): Partial<Record<SectionId, Badge>> {
  const { servers, registrations, config } = state;
  const pending = registrations.servers.filter(({ state: standing }) => standing === 'pending').length;
  const troubled = servers.filter(needsAttention).length;
  const faults = config.faults.length;
  return {
    servers: urgent(troubled, 'broken') ?? { count: servers.length, kind: 'total' },
    registrations: urgent(pending, 'waiting') ?? { count: registrations.servers.length, kind: 'total' },
    ...(faults === 0 ? {} : { settings: { count: faults, kind: 'broken' } }),
  };
}

function urgent(count: number, kind: Badge['kind']): Badge | null {
  return count === 0 ? null : { count, kind };
}
