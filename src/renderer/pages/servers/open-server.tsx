// The open server: its head with what can be done to it, and the part of it that is looked at.
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { toErrorView } from '../../../shared/errors.ts';
import type { ErrorView } from '../../../shared/errors.ts';
import type { AppState, ServerView } from '../../../shared/state.ts';
import { Failure } from '../../components/failure.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { ServerDetail } from '../../components/server-detail.tsx';
import { useMessages } from '../../messages/messages.ts';
import { usePage, useValue } from '../../page.ts';
import type { ServerTab } from '../../state/server-tabs.ts';
import { CallsPart } from './calls-part.tsx';
import { DetailFrame } from './detail-frame.tsx';
import styles from './detail.module.css';
import type { EntryDialogProps } from './entry-dialog.tsx';
import { PromptsPart } from './prompts-part.tsx';
import { ResourcesPart } from './resources-part.tsx';
import { ReviewNotice } from './review-notice.tsx';
import { ServerTabLinks } from './server-tab-links.tsx';
import { ToolsPart } from './tools-part.tsx';
import { useServerDetail } from './use-server-detail.ts';

export interface OpenServerProps {
  readonly server: ServerView;
  readonly state: AppState;
  readonly tab: ServerTab;
  /** It is being removed. */
  readonly isLeaving: boolean;
  readonly onBack: () => void;
  readonly onEdit: (old: NonNullable<EntryDialogProps['old']>) => void;
  readonly onRemove: (name: string) => void;
}

export function OpenServer(props: OpenServerProps): ReactElement {
  const { server, state, tab, isLeaving, onBack } = props;
  const [fault, setFault] = useState<ErrorView | null>(null);
  return (
    <ServerDetail
      server={server}
      state={state}
      onBack={onBack}
      controls={server.source === 'config' && <Controls {...props} onFault={setFault} />}
      parts={
        <>
          {fault !== null && <Failure error={fault} />}
          {tab === 'overview' && <ReviewNotice server={server} onAccepted={() => undefined} />}
          <ServerTabLinks server={server} open={tab} />
        </>
      }
    >
      {tab === 'overview' ? undefined : <Part key={tab} server={server} tab={tab} isLeaving={isLeaving} />}
    </ServerDetail>
  );
}

function Controls({
  server,
  onEdit,
  onRemove,
  onFault,
}: OpenServerProps & { readonly onFault: (fault: ErrorView | null) => void }): ReactElement {
  const words = useMessages().manage;
  const { bridge } = usePage();
  const isOff = useValue(bridge.connection) !== 'live';
  const edit = async (): Promise<void> => {
    onFault(null);
    try {
      onEdit(await bridge.client.readServerEntry({ name: server.name }));
    } catch (error) {
      onFault(toErrorView(error));
    }
  };
  return (
    <>
      <IconButton
        label={words.editServer(server.name)}
        hint={words.edit}
        unavailable={isOff}
        icon={<IconPencil size={16} stroke={1.7} aria-hidden="true" />}
        onPress={() => void edit()}
      />
      <IconButton
        label={words.removeServer(server.name)}
        hint={words.remove}
        unavailable={isOff}
        icon={<IconTrash size={16} stroke={1.7} aria-hidden="true" />}
        onPress={() => onRemove(server.name)}
      />
    </>
  );
}

interface PartProps {
  readonly server: ServerView;
  readonly tab: Exclude<ServerTab, 'overview'>;
  readonly isLeaving: boolean;
}

function Part({ server, tab, isLeaving }: PartProps): ReactElement {
  const words = useMessages().manage;
  const loaded = useServerDetail(server, isLeaving);
  return (
    <section className={styles.part} aria-label={words.tabs[tab]}>
      <DetailFrame
        loaded={loaded}
        canAsk={server.enabled}
        isKnown={(detail) => tab === 'calls' || detail[tab] !== null}
      >
        {(detail) => {
          switch (tab) {
            case 'tools':
              return <ToolsPart server={server} detail={detail} onChanged={loaded.reload} />;
            case 'resources':
              return <ResourcesPart resources={detail.resources ?? []} />;
            case 'prompts':
              return <PromptsPart prompts={detail.prompts ?? []} />;
            case 'calls':
              return <CallsPart detail={detail} />;
          }
        }}
      </DetailFrame>
    </section>
  );
}
