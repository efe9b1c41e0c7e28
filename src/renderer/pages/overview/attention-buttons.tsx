// The buttons of what waits for a person: one that does it, one that leads to where it is done.
import { Button } from '@mantine/core';
import type { ReactElement } from 'react';
import { useActionState, usePage, useValue } from '../../page.ts';
import { actionKey } from '../../state/action-store.ts';
import type { ServerAction } from '../../state/action-store.ts';

export interface ActionButtonProps {
  /** A server's name or a registration's key. */
  readonly target: string;
  readonly action: ServerAction;
  readonly label: string;
  /** With the target's name: there are several such buttons. */
  readonly fullLabel: string;
  readonly primary?: boolean;
}

export function ActionButton({ target, action, label, fullLabel, primary }: ActionButtonProps): ReactElement {
  const { actions, bridge } = usePage();
  const { pending } = useActionState();
  const isBusy = pending.has(actionKey(target, action));
  const isOff = useValue(bridge.connection) !== 'live';
  return (
    <Button
      size="compact-sm"
      variant={primary === true ? 'filled' : 'default'}
      aria-label={fullLabel}
      aria-busy={isBusy}
      aria-disabled={isBusy || isOff}
      onClick={() => {
        if (!isBusy && !isOff) void actions.run(target, action);
      }}
    >
      {label}
    </Button>
  );
}

export interface WayButtonProps {
  readonly to: string;
  readonly label: string;
  readonly fullLabel?: string;
}

export function WayButton({ to, label, fullLabel }: WayButtonProps): ReactElement {
  return (
    <Button component="a" href={to} size="compact-sm" variant="default" aria-label={fullLabel ?? label}>
      {label}
    </Button>
  );
}
