// The two panes of the servers: the list, and what belongs to the open one. In a narrow window one at a time.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ReactElement } from 'react';
import { VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { builtInServerName } from '../../../shared/names.ts';
import type { AppState } from '../../../shared/state.ts';
import { ServerList } from '../../components/server-list.tsx';
import { useSelection } from '../../components/use-selection.ts';
import { useMessages } from '../../messages/messages.ts';
import { hasOwnServers } from '../../state/server-rules.ts';
import { parseTab, type ServerTab } from '../../state/server-tabs.ts';
import type { PageProps } from '../sections.ts';
import { EntryDialog, type EntryDialogProps } from './entry-dialog.tsx';
import { NoServers } from './no-servers.tsx';
import { OpenServer } from './open-server.tsx';
import { RemovedNotice } from './removed-notice.tsx';
import { useRemoval } from './use-removal.ts';
import styles from './servers-page.module.css';

/** Below this both panes would be too narrow to read; the same number stands in servers-page.module.css. */
const narrowQuery = '(max-width: 1099px)';

export function ServersPage({ state, rest }: PageProps): ReactElement {
  const messages = useMessages();
  const { name, select } = useSelection();
  const narrow = useMediaQuery(narrowQuery, window.matchMedia(narrowQuery).matches);
  const panes = useRef<HTMLDivElement>(null);
  const empty = !hasOwnServers(state.servers);
  const shown = name ?? (narrow || empty ? null : builtInServerName);
  const back = useCallback(() => select(null), [select]);
  const [writing, setWriting] = useState<EntryDialogProps['old'] | 'nothing'>('nothing');
  const removing = useRemoval();
  useFocusBetweenPanes(panes, narrow, name);
  const takeOut = async (server: string): Promise<void> => {
    if (await removing.remove(server)) select(null);
  };
  const putBack = async (): Promise<void> => {
    const server = removing.removed?.removed ?? null;
    if (await removing.undo()) select(server);
  };

  return (
    <div ref={panes} className={styles.panes} data-open={name !== null} data-empty={empty}>
      <ServerList servers={state.servers} selected={shown} onOpen={select} onAdd={() => setWriting(null)} />
      <div className={styles.detail}>
        {/* That of the list is not shown beside an open server. */}
        {narrow && name !== null && <VisuallyHidden component="h1">{messages.servers.title}</VisuallyHidden>}
        <Detail
          state={state}
          name={shown}
          tab={parseTab(rest[1])}
          empty={empty}
          isLeaving={removing.busy}
          onBack={back}
          onEdit={setWriting}
          onRemove={(server) => {
            void takeOut(server);
          }}
        />
      </div>
      {writing !== 'nothing' && (
        <EntryDialog
          old={writing}
          onClose={() => setWriting('nothing')}
          onDone={(server) => {
            setWriting('nothing');
            select(server);
          }}
        />
      )}
      {(removing.removed !== null || removing.fault !== null) && (
        <RemovedNotice
          removed={removing.removed}
          busy={removing.busy}
          fault={removing.fault}
          onClose={removing.forget}
          onUndo={() => void putBack()}
        />
      )}
    </div>
  );
}

interface DetailProps {
  readonly state: AppState;
  readonly name: string | null;
  readonly tab: ServerTab;
  readonly empty: boolean;
  readonly isLeaving: boolean;
  readonly onBack: () => void;
  readonly onEdit: (old: NonNullable<EntryDialogProps['old']>) => void;
  readonly onRemove: (name: string) => void;
}

function Detail({ state, name, empty, ...rest }: DetailProps): ReactElement {
  const messages = useMessages();
  if (name === null && empty) return <NoServers />;
  const server = state.servers.find((one) => one.name === name);
  if (server !== undefined) {
    return <OpenServer key={server.name} server={server} state={state} {...rest} />;
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
    const row = `[data-row="${CSS.escape(previous ?? '')}"] [data-cell]`;
    panes.current?.querySelector<HTMLElement>(name === null ? row : '[data-back]')?.focus();
  }, [panes, narrow, name]);
}
