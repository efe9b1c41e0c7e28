// The tray's icon and tooltip: the one glance that says whether all is well. Made from the state alone.
import { hasFailed, shortened } from './menu-model.ts';
import type { AppState } from '../../shared/state.ts';

export type TrayIcon = 'ready' | 'attention' | 'off';

export interface TrayFace {
  readonly icon: TrayIcon;
  readonly tooltip: string;
}

/** Windows shows no more of a tooltip. */
const tooltipLength = 127;

export function trayFace(state: AppState): TrayFace {
  const { icon, words } = faceWords(state);
  return { icon, tooltip: shortened(`Patchbay: ${words}`, tooltipLength) };
}

function faceWords(state: AppState): { icon: TrayIcon; words: string } {
  if (state.gateway.status !== 'listening') return { icon: 'off', words: state.gateway.status };
  const enabled = state.servers.filter((server) => server.enabled);
  const failed = enabled.filter(hasFailed).map((server) => server.name);
  const faults = state.config.faults.length;
  const pending = state.registrations.servers.filter((server) => server.state === 'pending');
  const troubles = [
    ...(pending.length > 0 ? [`waiting for approval: ${pending.map(({ key }) => key).join(', ')}`] : []),
    ...(state.gateway.problem === null ? [] : ['the gateway is not as configured']),
    ...(faults > 0 ? [`${counted(faults, 'fault')} in config.json`] : []),
    ...(failed.length > 0 ? [`failed: ${failed.join(', ')}`] : []),
  ];
  if (troubles.length > 0) return { icon: 'attention', words: troubles.join('; ') };
  return {
    icon: 'ready',
    words: `${counted(enabled.length, 'server')}, ${counted(state.gateway.sessions, 'session')}`,
  };
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
