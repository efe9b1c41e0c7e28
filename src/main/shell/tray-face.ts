// The tray's icon and tooltip: the one glance that says whether all is well. Made from the state alone.
import { attentionIn, type Attention } from './attention.ts';
import { shortened } from './label.ts';
import type { ShellMessages } from './messages/messages.ts';
import type { AppState } from '../../shared/state.ts';

export type TrayIcon = 'ready' | 'attention' | 'paused' | 'off';

export interface TrayFace {
  readonly icon: TrayIcon;
  readonly tooltip: string;
}

/** Windows shows no more of a tooltip. */
const tooltipLength = 127;

export function trayFace(state: AppState, { face }: Pick<ShellMessages, 'face'>): TrayFace {
  const { icon, words } = faceWords(state, face);
  return { icon, tooltip: shortened(`Patchbay: ${words}`, tooltipLength) };
}

function faceWords(
  state: AppState,
  face: ShellMessages['face'],
): { readonly icon: TrayIcon; readonly words: string } {
  const { gateway, servers, pausedAt } = state;
  if (gateway.status !== 'listening') return { icon: 'off', words: face.status[gateway.status] };
  const troubles = troublesIn(attentionIn(state), face);
  const words = [...(pausedAt === null ? [] : [face.paused]), ...troubles];
  if (troubles.length > 0) return { icon: 'attention', words: words.join('; ') };
  if (pausedAt !== null) return { icon: 'paused', words: face.paused };
  const enabled = servers.filter((server) => server.enabled).length;
  return { icon: 'ready', words: face.well(enabled, gateway.sessions) };
}

/** One of each kind, in the order of the menu. */
function troublesIn(all: readonly Attention[], face: ShellMessages['face']): readonly string[] {
  const of = <Kind extends Attention['kind']>(kind: Kind): Extract<Attention, { kind: Kind }>[] =>
    all.filter((one): one is Extract<Attention, { kind: Kind }> => one.kind === kind);
  const pending = of('pending').map(({ server }) => server.key);
  const faults = of('faults').flatMap((one) => one.faults).length;
  const failed = of('failed').map(({ server }) => server.name);
  const changed = of('changed-tools').map(({ server }) => server.name);
  return [
    ...(pending.length > 0 ? [face.pending(pending)] : []),
    ...(of('gateway').length > 0 ? [face.gateway] : []),
    ...(faults > 0 ? [face.faults(faults)] : []),
    ...(failed.length > 0 ? [face.failed(failed)] : []),
    ...(changed.length > 0 ? [face.changedTools(changed)] : []),
    ...(of('announcement').length > 0 ? [face.announcement] : []),
  ];
}
