// What can be done to one server, as data for both places that offer it: the row of the list and the details.
import { IconPlayerPlayFilled, IconPlayerStopFilled, IconRefresh } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useMessages } from '../messages/messages.ts';
import { useActionState, usePage, useValue } from '../page.ts';
import { actionKey } from '../state/action-store.ts';
import type { ServerAction } from '../state/action-store.ts';
import { availableActions } from '../state/server-rules.ts';
import type { ServerView } from '../../shared/state.ts';

export interface ServerControl {
  readonly label: string;
  /** The label with the server's name, for places where many servers are shown. */
  readonly fullLabel: string;
  readonly icon: ReactElement;
  readonly busy: boolean;
  readonly unavailable: boolean;
  readonly press: () => void;
}

export interface ServerControls {
  readonly power: ServerControl;
  readonly restart: ServerControl;
  /** null where enabling is not offered. */
  readonly enabled: { readonly checked: boolean; readonly busy: boolean; readonly toggle: () => void } | null;
}

/** The controls of one server, null for the built-in one: nothing can be done to it. */
export function useServerControls(server: ServerView): ServerControls | null {
  const words = useMessages().action;
  const { actions, bridge } = usePage();
  const { pending } = useActionState();
  const offline = useValue(bridge.connection) !== 'live';
  if (server.source === 'built-in') return null;

  const { name } = server;
  const rules = availableActions(server);
  const isPending = (action: ServerAction): boolean => pending.has(actionKey(name, action));
  const run = (action: ServerAction) => (): void => void actions.run(name, action);
  const starts = rules.power === 'start';
  const target = isPending('enable') || (server.enabled && !isPending('disable'));

  return {
    power: {
      label: starts ? words.start : words.stop,
      fullLabel: starts ? words.startServer(name) : words.stopServer(name),
      icon: starts ? startIcon : stopIcon,
      busy: starts ? isPending('start') : isPending('stop') || server.status === 'stopping',
      unavailable: offline || !(starts ? rules.canStart : rules.canStop),
      press: run(rules.power),
    },
    restart: {
      label: words.restart,
      fullLabel: words.restartServer(name),
      icon: restartIcon,
      busy: isPending('restart'),
      unavailable: offline || !rules.canRestart,
      press: run('restart'),
    },
    enabled: rules.canToggle
      ? {
          checked: target,
          busy: offline || isPending('enable') || isPending('disable'),
          toggle: run(server.enabled ? 'disable' : 'enable'),
        }
      : null,
  };
}

const startIcon = <IconPlayerPlayFilled size={14} aria-hidden="true" />;
const stopIcon = <IconPlayerStopFilled size={14} aria-hidden="true" />;
const restartIcon = <IconRefresh size={15} stroke={1.8} aria-hidden="true" />;
