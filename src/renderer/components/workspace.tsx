// The two panes: the list of servers, and what belongs to the open one. In a narrow window one at a time.
import { useCallback, useEffect, useRef } from 'react';
import type { ReactElement } from 'react';
import { useMediaQuery } from '@mantine/hooks';
import { builtInServerName } from '../../shared/names.ts';
import type { AppState } from '../../shared/state.ts';
import { useMessages } from '../messages/messages.ts';
import { registrationsHash, tokensHash } from '../state/selection.ts';
import { ConfigFaults } from './config-faults.tsx';
import { GatewayProblem } from './gateway-problem.tsx';
import { RegistrationsLink } from './registrations-link.tsx';
import { Registrations } from './registrations.tsx';
import { ServerDetail } from './server-detail.tsx';
import { ServerList } from './server-list.tsx';
import { TokensLink } from './tokens-link.tsx';
import { Tokens } from './tokens.tsx';
import { useSelection } from './use-selection.ts';
import { Welcome } from './welcome.tsx';
import styles from './workspace.module.css';

/** Below this both panes would be too narrow to read; the same number stands in workspace.module.css. */
const narrowQuery = '(max-width: 919px)';

export function Workspace({ state }: { readonly state: AppState }): ReactElement {
  const { name, showsRegistrations, showsTokens, select } = useSelection();
  const narrow = useMediaQuery(narrowQuery, window.matchMedia(narrowQuery).matches);
  const panes = useRef<HTMLElement>(null);
  const empty = state.servers.every((server) => server.source === 'built-in');
  const pane = paneOf(showsRegistrations, showsTokens);
  const showsPane = pane !== null;
  const isOpen = name !== null || showsPane;
  const shown = name ?? (narrow || empty || showsPane ? null : builtInServerName);
  const back = useCallback(() => select(null), [select]);
  useFocusBetweenPanes(panes, narrow, name ?? pane);

  return (
    <div className={styles.workspace}>
      <GatewayProblem gateway={state.gateway} />
      <ConfigFaults config={state.config} />
      <main ref={panes} className={styles.panes} data-open={isOpen} data-empty={empty}>
        <ServerList
          servers={state.servers}
          selected={shown}
          onOpen={select}
          footer={
            <div>
              <RegistrationsLink registrations={state.registrations} open={showsRegistrations} />
              <TokensLink open={showsTokens} />
            </div>
          }
        />
        <div className={styles.detail}>
          {showsRegistrations && (
            <Registrations
              registrations={state.registrations}
              announcement={state.announcement}
              onBack={back}
            />
          )}
          {showsTokens && <Tokens state={state} onBack={back} />}
          {!showsPane && <Detail state={state} name={shown} empty={empty} onBack={back} />}
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

/** The fragment of what is open instead of a server. */
function paneOf(showsRegistrations: boolean, showsTokens: boolean): string | null {
  if (showsRegistrations) return registrationsHash;
  return showsTokens ? tokensHash : null;
}

/** Where panes replace each other, the focus goes along: into the details, and back to where they were opened from. */
function useFocusBetweenPanes(
  panes: React.RefObject<HTMLElement | null>,
  narrow: boolean,
  place: string | null,
): void {
  const before = useRef(place);
  useEffect(() => {
    const previous = before.current;
    before.current = place;
    if (!narrow || previous === place) return;
    const opener = CSS.escape(previous ?? '');
    const target = panes.current?.querySelector<HTMLElement>(
      place === null ? `[data-row="${opener}"] [data-cell], a[href="${opener}"]` : '[data-back]',
    );
    target?.focus();
  }, [panes, narrow, place]);
}
