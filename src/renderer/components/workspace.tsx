// The two panes: the list of servers, and what belongs to the open one. In a narrow window one at a time.
import { useCallback, useEffect, useRef } from 'react';
import type { ReactElement } from 'react';
import { useMediaQuery } from '@mantine/hooks';
import { builtInServerName } from '../../shared/names.ts';
import type { AppState } from '../../shared/state.ts';
import { useMessages } from '../messages/messages.ts';
import { ConfigFaults } from './config-faults.tsx';
import { GatewayProblem } from './gateway-problem.tsx';
import { RegistrationsLink } from './registrations-link.tsx';
import { Registrations } from './registrations.tsx';
import { ServerDetail } from './server-detail.tsx';
import { ServerList } from './server-list.tsx';
import { useSelection } from './use-selection.ts';
import { Welcome } from './welcome.tsx';
import styles from './workspace.module.css';

/** Below this both panes would be too narrow to read; the same number stands in workspace.module.css. */
const narrowQuery = '(max-width: 919px)';

export function Workspace({ state }: { readonly state: AppState }): ReactElement {
  const { name, showsRegistrations, select } = useSelection();
  const narrow = useMediaQuery(narrowQuery, window.matchMedia(narrowQuery).matches);
  const panes = useRef<HTMLElement>(null);
  const empty = state.servers.every((server) => server.source === 'built-in');
  const isOpen = name !== null || showsRegistrations;
  const shown = name ?? (narrow || empty || showsRegistrations ? null : builtInServerName);
  const back = useCallback(() => select(null), [select]);
  useFocusBetweenPanes(panes, narrow, name);

  return (
    <div className={styles.workspace}>
      <GatewayProblem gateway={state.gateway} />
      <ConfigFaults config={state.config} />
      <main ref={panes} className={styles.panes} data-open={isOpen} data-empty={empty}>
        <ServerList
          servers={state.servers}
          selected={shown}
          onOpen={select}
          footer={<RegistrationsLink registrations={state.registrations} open={showsRegistrations} />}
        />
        <div className={styles.detail}>
          {showsRegistrations ? (
            <Registrations
              registrations={state.registrations}
              announcement={state.announcement}
              onBack={back}
            />
          ) : (
            <Detail state={state} name={shown} empty={empty} onBack={back} />
          )}
        </div>
      </main>
    </div>
  );
}

interface DetailProps {
  readonly state: AppState;
  readonly name: string | null;
  readonly empty: boolean;
  readonly onBack: () => void;
}

function Detail({ state, name, empty, onBack }: DetailProps): ReactElement {
  const messages = useMessages();
  if (name === null && empty) return <Welcome state={state} />;
  const server = state.servers.find((one) => one.name === name);
  if (server !== undefined) {
    return <ServerDetail key={server.name} server={server} state={state} onBack={onBack} />;
  }
  return (
    <p className={styles.nothing}>{name === null ? messages.detail.choose : messages.detail.gone(name)}</p>
  );
}

/** Where panes replace each other, the focus goes along: into the details, and back to the row they were opened from. */
function useFocusBetweenPanes(
  panes: React.RefObject<HTMLElement | null>,
  narrow: boolean,
  name: string | null,
): void {
  const before = useRef(name);
  useEffect(() => {
    const previous = before.current;
    before.current = name;
    if (!narrow || previous === name) return;
    const target =
      name === null
        ? panes.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(previous ?? '')}"] [data-cell]`)
        : panes.current?.querySelector<HTMLElement>('[data-back]');
    target?.focus();
  }, [panes, narrow, name]);
}
